import { createScaledClock } from '../../platform/scaled-clock.ts';
import type { ScaledClock } from '../../platform/scaled-clock.ts';
import type { Cli, ParentProcess } from '../cli.ts';
import { clockMessageSchema } from './stretch.ts';

/**
 * The maximum speed: about a day per second. A data folder keeps its clock, so a faster clock would soon be years
 * ahead.
 */
export const maxSpeed = 100_000;

/**
 * Creates a business clock that starts at `startAt` (default: now) and runs `speed` times as fast as the system
 * clock.
 */
export function createOwnClock({
  cli: { system },
  speed,
  startAt = null,
}: {
  cli: Pick<Cli, 'system'>;
  speed: number;
  startAt?: number | null;
}): ScaledClock {
  const systemAt = system.now();
  return createScaledClock({ system, stretch: { businessAt: startAt ?? systemAt, systemAt, speed } });
}

/** Resolves with a business clock that follows the messages of the parent process, after the first message. */
export function followParent({
  cli: { system },
  parent,
}: {
  cli: Pick<Cli, 'system'>;
  parent: ParentProcess;
}): Promise<ScaledClock> {
  return new Promise((resolve) => {
    let clock: ScaledClock | null = null;
    parent.onMessage((message) => {
      const read = clockMessageSchema.safeParse(message);
      if (!read.success) return;
      if (clock) return clock.follow(read.data.stretch);
      clock = createScaledClock({ system, stretch: read.data.stretch });
      resolve(clock);
    });
  });
}
