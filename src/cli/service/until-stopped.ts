import type { Cli, ParentProcess } from '../cli.ts';

/** Resolves once this process is asked to end: by a signal, or because its parent has ended. */
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
