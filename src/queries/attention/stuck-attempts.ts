import { isOpen } from '../../domain/attempt/attempt.ts';
import type { CampaignRecord } from '../../domain/campaign/campaign.ts';
import type { Store } from '../../persistence/contract/store.ts';
import { isToEnd, notEnded } from '../../rules/to-end.ts';
import { statusOf } from '../campaign-status.ts';
import { instantOrNull } from '../instants.ts';

/** A part of an `AttentionItem`. */
type Found = { code: string; since: string | null; detail: string; command: string };
type Reads = Pick<Store, 'readOpenAttempts' | 'readEvents'>;

/** An attempt is searched for every half minute. One that has been due for so long has had no usable answer since. */
const graceMs = 5 * 60_000;
/** The maximum number of attempts that are read; others have the same problem. */
const maxReads = 20;

const calls = (count: number): string => (count === 1 ? '1 call' : `${count} calls`);

/**
 * Why attempts of a campaign stay open without a limit: an order to end them that the provider refuses, and searches
 * that it does not answer.
 */
export async function stuckAttempts({
  store,
  record,
  now,
}: {
  store: Reads;
  record: CampaignRecord;
  now: number;
}): Promise<Found[]> {
  if (record.counters.open === 0) return [];
  const { context } = statusOf({ record, now });
  const open = (await store.readOpenAttempts(record.id)).filter(({ state }) => isOpen(state));
  const told = await Promise.all(
    open
      .filter((attempt) => isToEnd(attempt, context))
      .slice(0, maxReads)
      .map(({ id, position }) => toldAt({ store, campaign: record.id, attempt: id, position })),
  );
  const since = told.filter((at) => at !== null);
  const unanswered = open.flatMap(({ checkAt, searchUntil }) => {
    const dueAt = searchUntil ?? checkAt ?? now;
    return dueAt < now - graceMs ? [dueAt] : [];
  });
  const found: Found[] = [];
  if (since.length > 0)
    found.push({
      code: notEnded,
      since: instantOrNull(Math.min(...since)),
      detail: `${calls(since.length)} of ${record.name} should end, and the provider does not take the order. It is given again every minute; end them in the console of the provider if they must end now.`,
      command: `ringmaster calls --campaign ${record.name}`,
    });
  if (unanswered.length > 0)
    found.push({
      code: 'provider.no-answer',
      since: instantOrNull(Math.min(...unanswered)),
      detail: `The provider returns no usable answer about ${calls(unanswered.length)} of ${record.name}, which stay open until it does. Look at its status page and at proxies on the way to it.`,
      command: 'ringmaster doctor',
    });
  return found;
}

/** When the log recorded that the attempt could not be ended; null if it did not. */
async function toldAt({
  store,
  campaign,
  attempt,
  position,
}: {
  store: Pick<Store, 'readEvents'>;
  campaign: string;
  attempt: string;
  position: number;
}): Promise<number | null> {
  const events = await store.readEvents({ campaign, afterSeq: 0, position, limit: 500 });
  return events.find((event) => event.attempt === attempt && event.type === notEnded)?.at ?? null;
}
