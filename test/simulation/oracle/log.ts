import { isOpen } from '../../../src/domain/attempt/attempt.ts';
import type { CampaignRecord } from '../../../src/domain/campaign/campaign.ts';
import { eventCatalogue } from '../../../src/domain/events/catalogue.ts';
import type { CampaignEvent } from '../../../src/domain/events/campaign-event.ts';
import type { Store, Turn } from '../../../src/persistence/contract/store.ts';
import { verifyLog } from '../../../src/queries/log/verify-log.ts';
import { letterDescriptor } from '../../support/letters/descriptor.ts';
import { broken } from './broken.ts';
import { isNote } from './mirror.ts';
import type { MirrorCampaign } from './mirror.ts';

/** The catalogue has the facts of this program's channels; those that only letters have are left out. */
function knownData(data: CampaignEvent['data']): unknown {
  const own: readonly string[] =
    'channel' in data && data.channel === 'letters' ? letterDescriptor.endFacts : [];
  return Object.fromEntries(Object.entries(data).filter(([name]) => !own.includes(name)));
}

/** Every event is as the catalogue says. */
function checkEvent({ type, position, attempt, by, data }: CampaignEvent): void {
  const { subject, ordered, data: schema } = eventCatalogue[type];
  const read = schema.strict().safeParse(knownData(data));
  if (!read.success) broken(`8 log: the data of ${type} is ${JSON.stringify(data)}: ${read.error.message}`);
  if ((position === null) !== (subject === 'campaign') || (attempt === null) === (subject === 'attempt'))
    broken(`8 log: ${type} concerns the ${subject}, and has position ${position}, attempt ${attempt}`);
  if (ordered && by === null) broken(`8 log: ${type} does not say who ordered it`);
}

/** What a turn does to attempts is in the events of that turn. */
export function checkTurnLog({ minted, attempts, events }: Turn, before: MirrorCampaign): void {
  events.forEach(checkEvent);
  const has = (attempt: string, ...types: CampaignEvent['type'][]): boolean =>
    events.some((event) => event.attempt === attempt && types.includes(event.type));
  for (const attempt of minted) {
    if (!isNote(attempt) && !has(attempt.id, 'attempt.minted'))
      broken(`8 log: ${attempt.id} was minted by a turn whose events do not say so`);
  }
  for (const attempt of attempts) {
    const known = before.attempts.get(attempt.id);
    if (!known || !isOpen(known.state) || isOpen(attempt.state)) continue;
    if (!has(attempt.id, 'attempt.ended', 'attempt.not-placed'))
      broken(`8 log: ${attempt.id} ended by a turn whose events do not say so`);
  }
}

/** The log has no gaps, its hashes fit what is stored, and the counters agree with it. */
export async function checkLog(store: Store, record: CampaignRecord): Promise<void> {
  const { broken: found, differences, counted } = await verifyLog({ store, record });
  if (found) broken(`8 log: ${record.id} is broken at event ${found.seq}: ${found.detail}`);
  if (differences.length > 0) broken(`2 counters: ${record.id}: ${differences.join('; ')}`);
  if (!counted) broken(`8 log: the hashes do not cover the log of ${record.id}`);
}
