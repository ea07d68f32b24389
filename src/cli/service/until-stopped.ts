import type { Cli, ParentProcess } from '../cli.ts';

/** Resolves when this process must end: at a signal, or when its parent has ended. */
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
