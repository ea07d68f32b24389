import { createScaledClock } from '../../platform/scaled-clock.ts';
import type { ScaledClock } from '../../platform/scaled-clock.ts';
import type { Cli, ParentProcess } from '../cli.ts';
import { clockMessageSchema } from './stretch.ts';

/** A day in less than a second. A folder keeps its clock: in one that ran faster the years would soon run out. */
export const mostSpeed = 100_000;

/** A business clock that starts now and runs `speed` times as fast as the system clock. */
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

/** The business clock the parent process sets; resolves with its first message, and follows every later one. */
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
