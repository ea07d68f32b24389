import type { Logger } from 'pino';
import type { SystemClock } from '../../platform/clock.ts';
import type { ActorRegistry } from '../host/actor-registry.ts';
import type { InstanceKnowledge } from '../host/instance-knowledge.ts';

/**
 * The smallest step of the wall clock that is acted on. Clock synchronisation corrects smaller differences without
 * steps.
 */
const minStepMs = 500;

type WatchInput = {
  system: SystemClock;
  log: Logger;
  registry: Pick<ActorRegistry, 'all'>;
  knowledge: Pick<InstanceKnowledge, 'isTimeKnown'>;
};

/**
 * Creates the function that is called on each beat. It makes every campaign check again after a step of the wall clock,
 * because timers that were set before fire too early or too late, and when the time of the store becomes known or unknown.
 */
export function createClockWatch({ system, log, registry, knowledge }: WatchInput): () => void {
  const offset = (): number => system.now() - system.monotonic();
  let knownOffset = offset();
  let wasTimeKnown = true;

  const wakeAll = (): void => {
    for (const actor of registry.all()) actor.wake();
  };
  const lookAtSteps = (): void => {
    const stepMs = offset() - knownOffset;
    knownOffset += stepMs;
    if (Math.abs(stepMs) < minStepMs) return;
    log.warn({ stepMs: Math.round(stepMs) }, 'the wall clock was set: campaigns check again');
    wakeAll();
  };
  const lookAtTime = (): void => {
    const isKnown = knowledge.isTimeKnown();
    if (isKnown === wasTimeKnown) return;
    wasTimeKnown = isKnown;
    if (isKnown) log.info('the time of the store is known again');
    else log.warn('nothing starts: the store answers too slowly or not at all, so its time is not known');
    wakeAll();
  };
  return () => {
    lookAtSteps();
    lookAtTime();
  };
}
