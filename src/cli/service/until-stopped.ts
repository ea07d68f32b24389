import type { Cli, ParentProcess } from '../cli.ts';

/** Resolves once somebody asks this process to end: a signal, or the parent it belongs to is gone. */
export function untilStopped({
  cli: { interrupt },
  alsoWhenGone,
}: {
  cli: Pick<Cli, 'interrupt'>;
  alsoWhenGone: ParentProcess | null;
}): Promise<void> {
  return new Promise((resolve) => {
    if (interrupt.aborted) return resolve();
    interrupt.addEventListener('abort', () => resolve(), { once: true });
    alsoWhenGone?.onGone(resolve);
  });
}
