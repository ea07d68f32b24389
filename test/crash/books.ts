import type { Attempt } from '../../src/domain/attempt/attempt.ts';
import type { Store } from '../../src/persistence/contract/store.ts';
import { auditJournal } from '../../src/simulator/index.ts';
import type { JournalEntry } from '../../src/simulator/index.ts';
import { broken } from '../simulation/oracle/broken.ts';
import { auditRows, checkEnd, readCalls } from '../simulation/oracle/rows.ts';
import { readTrueEnds } from '../simulation/oracle/true-ends.ts';

const holdMs = 15 * 60_000;
/** A few minutes for each downtime of the service. */
const usualDownMs = 25 * 60_000;

/** A contact that was uncertain for longer than the hold and the downtime was forgotten. */
function checkPatience({ id, disposition, mintedAt, endedAt }: Attempt, downMs: number): void {
  const tookMs = (endedAt ?? mintedAt) - mintedAt;
  if (disposition === 'unconfirmed' && tookMs > holdMs + downMs)
    broken(`2 nobody lost: ${id} was unknown for ${tookMs} ms`);
}

/**
 * Checks ended campaigns after crashes, only with the store and the journal of the carrier. Every contact has
 * exactly one end, and the counters add up. Every call of the carrier is recorded as placed, and every placed call is
 * at the carrier. No contact was called twice or twice at once, no call was surplus, no slot is still occupied, and
 * the log has no gaps. The carrier was available all the time, so every call that it has must be found. Resolves with
 * the recorded calls.
 */
export async function checkBooks({
  store,
  campaigns,
  entries,
  downMs = usualDownMs,
}: {
  store: Store;
  /** All campaigns that called. */
  campaigns: readonly string[];
  entries: readonly JournalEntry[];
  /** The maximum business time that passed while the service was down or made no progress. */
  downMs?: number;
}): Promise<readonly Attempt[]> {
  const placed = new Map(
    entries.flatMap((entry) => (entry.type === 'placed' ? [[entry.attempt ?? '', entry] as const] : [])),
  );
  const expectedEnd = readTrueEnds(entries);
  const calls: Attempt[] = [];
  for (const campaign of campaigns) {
    await auditRows(store, campaign);
    await checkEnd({ store, campaign, placed, expectedEnd });
    calls.push(...(await readCalls(store, campaign)));
    const surplus = (await store.readCampaign(campaign))?.counters.attempts['surplus'] ?? 0;
    if (surplus > 0) broken(`1 double contact: ${surplus} surplus calls`);
  }
  for (const call of calls) checkPatience(call, downMs);
  const recorded = new Set(calls.flatMap((call) => (call.placed ? [call.id] : [])));
  for (const token of placed.keys())
    if (!recorded.has(token)) broken(`1 recorded: ${token} is at the carrier, and not recorded as placed`);
  for (const token of recorded)
    if (!placed.has(token)) broken(`1 recorded: ${token} is recorded as placed, and not at the carrier`);
  const { doubles, overlaps, unfinished } = auditJournal({ entries });
  if (doubles.length > 0 || overlaps.length > 0)
    broken(`1 double contact: ${JSON.stringify({ doubles, overlaps })}`);
  if (unfinished > 0) broken(`2 nobody lost: ${unfinished} calls go on although all is over`);
  return calls;
}
