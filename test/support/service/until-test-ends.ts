import { onTestFinished } from 'vitest';

/** Who ends what a helper started: the test when it ends, or the caller. */
export type Owner = 'test' | 'caller';

/** Closes something when the current test ends, unless the caller closes it. `close` may be called twice. */
export function untilTestEnds({ owner, close }: { owner: Owner; close: () => Promise<void> }): void {
  if (owner === 'test') onTestFinished(close);
}
