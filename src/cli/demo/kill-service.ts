import { auditJournal, readFileJournal } from '../../simulator/index.ts';
import type { JournalEntry } from '../../simulator/index.ts';
import type { Cli } from '../cli.ts';
import type { Client } from '../api/client.ts';
import type { RunScreen } from '../run/run-screen.ts';
import type { Output } from '../terminal/output.ts';
import { counted, durationText } from '../text/times.ts';
import type { CallView, ListView } from '../api/views.ts';
import { pause } from '../run/watch-campaign.ts';
import type { DemoProcesses } from './service-child.ts';
import type { SharedClock } from './shared-clock.ts';

/** States in which the service does not know whether a call exists. */
const unknownStates: ReadonlySet<string> = new Set(['minted', 'unknown']);

/** Whether the service knows what became of a call. */
export const isKnown = ({ state }: Pick<CallView, 'state'>): boolean => !unknownStates.has(state);

const pollMs = 20;
const momentTimeoutMs = 5_000;
/**
 * The maximum time until all calls are found again. An attempt that was being placed is searched for after its permit
 * has expired, which takes up to three seconds.
 */
const findTimeoutMs = 15_000;
/** The clock runs in real time after a kill, so that the calls are still open when they are run again. */
export const realTime = 1;
/** The speed of the clock while a moment for the kill is awaited. */
const slowSpeed = 10;

/**
 * Kills the service with SIGKILL while calls are open, starts it again, and compares its records with the open calls
 * of the carrier. Returns false without a kill if no call is open any more.
 */
export async function killOnPurpose({
  cli,
  client,
  processes,
  clock,
  journal,
  screen,
  output: { paint },
  wanted,
}: {
  cli: Cli;
  client: Client;
  processes: DemoProcesses;
  clock: SharedClock;
  journal: string;
  screen: RunScreen;
  output: Output;
  /** The wanted number of open calls. */
  wanted: number;
}): Promise<boolean> {
  const { system } = cli;
  const previousSpeed = clock.speed();
  clock.setSpeed(Math.min(previousSpeed, slowSpeed));
  if (!(await untilCallsAreOpen({ cli, client, wanted }))) {
    clock.setSpeed(previousSpeed);
    return false;
  }
  clock.setSpeed(realTime);
  const killedAt = system.monotonic();
  const { start } = await processes.killService();
  const open = openAttempts(readFileJournal({ path: journal }));
  screen.print(paint('red', `✂ kill -9, on purpose, with ${counted(open.length, 'open call')}`));
  await start();
  const backMs = system.monotonic() - killedAt;
  const found = await findAgain({ cli, client, attempts: open });
  const { doubles } = auditJournal({ entries: readFileJournal({ path: journal }) });
  const again = `${counted(found, 'call')} found again at the carrier, ${doubles.length} placed twice`;
  screen.print(paint('green', `✓ back in ${durationText(backMs)}: ${again}`));
  clock.setSpeed(previousSpeed);
  return true;
}

/**
 * Waits up to five seconds until enough calls are open and no call is being placed. (A call that is being placed
 * would be found too, or end as unconfirmed if it was never sent; the crash tests kill at every point.) After that
 * time fewer open calls are enough. Returns false if there are none.
 */
async function untilCallsAreOpen({
  cli,
  client,
  wanted,
}: {
  cli: Cli;
  client: Client;
  wanted: number;
}): Promise<boolean> {
  const until = cli.system.monotonic() + momentTimeoutMs;
  for (;;) {
    const { items } = await client.get<ListView<CallView>>('/v1/calls', { query: { active: true } });
    if (items.length >= wanted && items.every(isKnown)) return true;
    if (items.length === 0 || cli.system.monotonic() >= until) return items.length > 0;
    await pause({ cli, ms: pollMs });
  }
}

/** Returns the attempts whose calls are open at the carrier. */
function openAttempts(entries: readonly JournalEntry[]): string[] {
  const ended = new Set(
    entries.flatMap((entry) => (entry.type === 'state' && entry.state === 'ended' ? [entry.callUuid] : [])),
  );
  return entries.flatMap((entry) =>
    entry.type === 'placed' && entry.attempt !== null && !ended.has(entry.callUuid) ? [entry.attempt] : [],
  );
}

/** Waits until these attempts have a known state in the service, up to a maximum time. Resolves with how many have. */
export async function findAgain({
  cli,
  client,
  attempts,
}: {
  cli: Cli;
  client: Client;
  attempts: readonly string[];
}): Promise<number> {
  const until = cli.system.monotonic() + findTimeoutMs;
  let found = await countFound(client, attempts);
  while (found < attempts.length && cli.system.monotonic() < until) {
    await pause({ cli, ms: pollMs });
    found = await countFound(client, attempts);
  }
  return found;
}

/** Returns how many of these attempts have a known state in the service. */
async function countFound(client: Client, attempts: readonly string[]): Promise<number> {
  const calls = await Promise.all(
    attempts.map((attempt) => client.get<CallView>(`/v1/calls/${encodeURIComponent(attempt)}`)),
  );
  return calls.filter((call) => isKnown(call) && call.disposition !== 'unconfirmed').length;
}
