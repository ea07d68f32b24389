import type { Cli } from '../cli.ts';
import { exitCodes } from '../exit-codes.ts';
import { failureLine } from '../text/failure-text.ts';

/** Requests under way are still answered, with a refusal. System time. */
const graceMs = 1_000;

/**
 * The files of the store were removed or replaced: says so and ends the process. It does not stop in order, because
 * that would write.
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
