import type { Cli } from '../cli.ts';
import { exitCodes } from '../exit-codes.ts';
import { failureLine } from '../text/failure-text.ts';

/** The time in which open requests are still answered with a refusal. System time. */
const graceMs = 1_000;

/**
 * Reports that the files of the store were removed or replaced, and ends the process. An orderly stop would write to
 * the store, so there is none.
 */
export function endWithoutStore({
  cli,
  error,
}: {
  cli: Pick<Cli, 'system' | 'stderr' | 'exit'>;
  error: unknown;
}): void {
  cli.stderr.write(`ringmaster: ${failureLine(error)}\n`);
  cli.system.at(cli.system.now() + graceMs, () => cli.exit(exitCodes.storeGone));
}
