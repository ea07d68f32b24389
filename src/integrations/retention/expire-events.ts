import { endedStates } from '../../domain/campaign/campaign.ts';
import type { CampaignRecord } from '../../domain/campaign/campaign.ts';
import type { EventOf } from '../../domain/events/campaign-event.ts';
import { removalIn } from '../../persistence/contract/campaigns/event-log.ts';
import { readLog } from '../../queries/log/verify-log.ts';
import { bySystem } from './sweep-parts.ts';
import type { SweepParts } from './sweep-parts.ts';

/** The chunks of a log that are deleted in one commit. */
const chunksAtOnce = 100;

/**
 * Removes the log of an ended campaign. An event stands for the removed ones: it has what `ringmaster verify` needs of them.
 * A log that is not as it was written is kept.
 */
export async function expireEvents(parts: SweepParts, campaign: string): Promise<void> {
  const { store, breathe } = parts;
  const found = await store.readCampaign(campaign);
  if (!found || !endedStates.includes(found.state)) return;
  const record = (await isRemoved(parts, found)) ? found : await cut(parts, found);
  if (!record) return;
  while (await store.sweepLog({ campaign, limit: chunksAtOnce })) await breathe();
  await store.settleRetained({ campaign, kind: 'events', rev: record.rev, event: null });
}

/** Whether nothing was logged since the log was removed. */
async function isRemoved({ store }: SweepParts, { id, seq }: CampaignRecord): Promise<boolean> {
  const [last] = await store.readLogChunks({ campaign: id, afterSeq: seq - 1, limit: 1 });
  return last !== undefined && removalIn(last) !== null;
}

/** Ends the visible log with the event that stands for it. Resolves with the new record; null if the log is kept. */
async function cut(
  { store, now, breathe, onCommitted, log, removed }: SweepParts,
  record: CampaignRecord,
): Promise<CampaignRecord | null> {
  const { id: campaign, rev, seq } = record;
  const { verification, logged } = await readLog({ store, record, breathe });
  if (!verification.ok) {
    log.error({ campaign, name: record.name }, 'a log was not removed, because it is not as it was written');
    return null;
  }
  const { chainedFrom, head, removedThrough } = verification;
  const event: EventOf<'campaign.log-removed'> = {
    seq: seq + 1,
    at: now,
    type: 'campaign.log-removed',
    position: null,
    attempt: null,
    by: bySystem,
    data: { through: seq, hash: head ?? campaign, chainedFrom, logged },
  };
  if (!(await store.cutLog({ campaign, expected: { rev, seq }, event }))) return null;
  removed.events += seq - (removedThrough ?? 0);
  const after = { ...record, rev: rev + 1, seq: seq + 1 };
  onCommitted({ campaign, record: after, memory: null, events: [event] });
  return after;
}
