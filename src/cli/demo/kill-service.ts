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

/** States in which the service does not know what became of a call. */
const blind: ReadonlySet<string> = new Set(['minted', 'unknown']);
const lookMs = 20;
const quietMs = 5_000;
/** One that was just being placed is judged when its permit has surely run out, after three seconds. */
const patienceMs = 15_000;
/** While the service is away people talk in real time: they are still on the phone when it is back. */
const realTime = 1;
/** Slow enough to choose a moment. */
const slowMotion = 10;

/**
 * Kills the service for real while calls are on the phone, starts it again, and compares its books with the calls
 * that the carrier had open. Returns false, and does nothing, if no call is on the phone any more.
 */
export async function killOnPurpose({
  cli,
  client,
  processes,
  clock,
  journal,
  screen,
  output: { paint },
  least,
}: {
  cli: Cli;
  client: Client;
  processes: DemoProcesses;
  clock: SharedClock;
  journal: string;
  screen: RunScreen;
  output: Output;
  /** How many people shall be on the phone, if they can be awaited. */
  least: number;
}): Promise<boolean> {
  const { system } = cli;
  const usualSpeed = clock.speed();
  clock.setSpeed(Math.min(usualSpeed, slowMotion));
  if (!(await untilOnPhone({ cli, client, least }))) {
    clock.setSpeed(usualSpeed);
    return false;
  }
  clock.setSpeed(realTime);
  const killedAt = system.monotonic();
  const { start } = await processes.killService();
  const open = openAttempts(readFileJournal({ path: journal }));
  screen.print(paint('red', `✂ kill -9, on purpose, with ${counted(open.length, 'call')} on the phone`));
  await start();
  const backMs = system.monotonic() - killedAt;
  const until = system.monotonic() + patienceMs;
  let found = await countFound(client, open);
  while (found < open.length && system.monotonic() < until) {
    await pause({ cli, ms: lookMs });
    found = await countFound(client, open);
  }
  const { doubles } = auditJournal({ entries: readFileJournal({ path: journal }) });
  const again = `${counted(found, 'call')} found again at the carrier, ${doubles.length} placed twice`;
  screen.print(paint('green', `✓ back in ${durationText(backMs)}: ${again}`));
  clock.setSpeed(usualSpeed);
  return true;
}

/**
 * Waits a moment until enough people are on the phone and no call is just being placed. Such a call would be found
 * again as well, or be counted as unconfirmed if it was never sent: the crash tests kill at every step. After that
 * moment fewer people will do; false if there are none.
 */
async function untilOnPhone({
  cli,
  client,
  least,
}: {
  cli: Cli;
  client: Client;
  least: number;
}): Promise<boolean> {
  const until = cli.system.monotonic() + quietMs;
  for (;;) {
    const { items } = await client.get<ListView<CallView>>('/v1/calls', { query: { active: true } });
    if (items.length >= least && items.every(({ state }) => !blind.has(state))) return true;
    if (items.length === 0 || cli.system.monotonic() >= until) return items.length > 0;
    await pause({ cli, ms: lookMs });
  }
}

/** Attempts whose calls the carrier has placed and not ended. */
function openAttempts(entries: readonly JournalEntry[]): string[] {
  const ended = new Set(
    entries.flatMap((entry) => (entry.type === 'state' && entry.state === 'ended' ? [entry.callUuid] : [])),
  );
  return entries.flatMap((entry) =>
    entry.type === 'placed' && entry.attempt !== null && !ended.has(entry.callUuid) ? [entry.attempt] : [],
  );
}

/** How many of these the service knows the whereabouts of. */
async function countFound(client: Client, attempts: readonly string[]): Promise<number> {
  const calls = await Promise.all(
    attempts.map((attempt) => client.get<CallView>(`/v1/calls/${encodeURIComponent(attempt)}`)),
  );
  return calls.filter(({ state, disposition }) => !blind.has(state) && disposition !== 'unconfirmed').length;
}
