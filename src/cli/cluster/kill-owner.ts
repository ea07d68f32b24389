import { auditJournal, readFileJournal } from '../../simulator/index.ts';
import type { Cli } from '../cli.ts';
import { findAgain, isKnown, realTime } from '../demo/kill-service.ts';
import type { SharedClock } from '../demo/shared-clock.ts';
import { pause } from '../run/watch-campaign.ts';
import type { Output } from '../terminal/output.ts';
import { counted, durationText } from '../text/times.ts';
import type { ClusterProcesses } from './cluster-processes.ts';
import type { InstanceLoad } from './cluster-view.ts';

const pollMs = 100;
/** Much longer than the lease of ten seconds. */
const takeoverTimeoutMs = 60_000;

/** Returns the instance to kill: the one with most open calls, if these are enough and none is being placed. */
export function chooseVictim({
  loads,
  calls,
}: {
  loads: readonly InstanceLoad[];
  /** The minimum number of open calls. */
  calls: number;
}): InstanceLoad | null {
  const [busiest] = [...loads].sort((left, right) => right.calls.length - left.calls.length);
  return busiest && busiest.calls.length >= calls && busiest.calls.every(isKnown) ? busiest : null;
}

/**
 * Kills an instance with SIGKILL, waits until other instances own its campaigns, and compares their records with the
 * calls that were open. Starts the instance again. Resolves with whether the campaigns were taken over in time.
 */
export async function killOwner({
  cli,
  processes,
  clock,
  journal,
  output: { paint },
  victim,
  print,
  look,
}: {
  cli: Cli;
  processes: ClusterProcesses;
  clock: SharedClock;
  journal: string;
  output: Output;
  victim: InstanceLoad;
  print: (line: string) => void;
  /** Reads the loads of all instances and shows them. */
  look: () => Promise<readonly InstanceLoad[]>;
}): Promise<boolean> {
  const { monotonic } = cli.system;
  clock.setSpeed(realTime);
  const killedAt = monotonic();
  await processes.kill(victim.name);
  const lost = victim.campaigns.join(', ');
  const open = victim.calls.map(({ id }) => id);
  print(
    paint(
      'red',
      `✂ kill -9 of ${victim.name}, the owner of ${lost}, with ${counted(open.length, 'open call')}`,
    ),
  );
  const ownersOf = (loads: readonly InstanceLoad[]): string[] =>
    victim.campaigns.flatMap(
      (campaign) => loads.find(({ campaigns }) => campaigns.includes(campaign))?.name ?? [],
    );
  let owners = ownersOf(await look());
  while (owners.length < victim.campaigns.length && monotonic() - killedAt < takeoverTimeoutMs) {
    await pause({ cli, ms: pollMs });
    owners = ownersOf(await look());
  }
  if (owners.length < victim.campaigns.length) {
    print(paint('red', `✗ no instance took over within ${durationText(takeoverTimeoutMs)}`));
    return false;
  }
  const takenMs = monotonic() - killedAt;
  const found = await findAgain({ cli, client: processes.client, attempts: open });
  const { doubles } = auditJournal({ entries: readFileJournal({ path: journal }) });
  const by = [...new Set(owners)].join(' and ');
  const again = `${found} of ${counted(open.length, 'call')} found again, ${doubles.length} placed twice`;
  print(paint('green', `✓ ${by} took over after ${durationText(takenMs)}: ${again}`));
  await processes.startAgain(victim.name);
  await look();
  print(paint('green', `✓ ${victim.name} is back, as a new process`));
  return true;
}
