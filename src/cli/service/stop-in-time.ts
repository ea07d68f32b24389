import type { Cli } from '../cli.ts';
import { exitCodes } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';

/** An orchestrator kills after ten seconds; the process ends by itself before. */
const deadlineMs = 9_500;

/** Stops, and ends the process if that takes too long: a kill loses nothing either. */
export async function stopInTime({
  cli,
  stop,
}: {
  cli: Pick<Cli, 'system' | 'exit' | 'stderr'>;
  stop: () => Promise<void>;
}): Promise<ExitCode> {
  const { system } = cli;
  const cancel = system.at(system.now() + deadlineMs, () => {
    cli.stderr.write(
      'ringmaster: stopping took too long; what is under way is found again at the next start.\n',
    );
    cli.exit(exitCodes.fault);
  });
  await stop();
  cancel();
  return exitCodes.done;
}
