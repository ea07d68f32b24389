import type { Cli } from '../cli.ts';
import { exitCodes } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';

/** The maximum time for a stop. Orchestrators kill a process after ten seconds. */
const deadlineMs = 9_500;

/** Calls `stop`, and ends the process if it takes too long. A kill loses no data either. */
export async function stopInTime({
  cli,
  stop,
}: {
  cli: Pick<Cli, 'system' | 'exit' | 'stderr'>;
  stop: () => Promise<void>;
}): Promise<ExitCode> {
  const { system } = cli;
  const cancel = system.at(system.now() + deadlineMs, () => {
    cli.stderr.write('ringmaster: stopping took too long; open calls are found again at the next start.\n');
    cli.exit(exitCodes.fault);
  });
  await stop();
  cancel();
  return exitCodes.done;
}
