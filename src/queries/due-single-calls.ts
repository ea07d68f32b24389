import { directName, endedStates } from '../domain/campaign/campaign.ts';
import type { CampaignRecord } from '../domain/campaign/campaign.ts';
import type { Store } from '../persistence/contract/store.ts';

const callsAtOnce = 100;

/**
 * Yields the positions of single calls of a client that ended before an instant and have data, in parts. Calls end about in the
 * order in which they were made, so it stops at a part of which none is due although some have ended: the cost grows with what
 * is due, and a call that ended late is found by a later sweep. Contacts may be erased between two parts.
 */
export async function* dueSingleCalls({
  store,
  client,
  before,
}: {
  store: Pick<Store, 'findCampaign' | 'listSingleCalls' | 'readEnrollments'>;
  client: string;
  before: number;
}): AsyncGenerator<{ record: CampaignRecord; positions: readonly number[] }> {
  const record = await store.findCampaign({ client, name: directName });
  // An ended campaign is listed as such.
  if (!record || endedStates.includes(record.state)) return;
  const { id: campaign } = record;
  let after: string | null = null;
  for (;;) {
    const calls = await store.listSingleCalls({ campaign, after, limit: callsAtOnce });
    const rows = await store.readEnrollments({ campaign, positions: calls.map(({ position }) => position) });
    const ended = rows.flatMap(({ position, endedAt }) => (endedAt === null ? [] : [{ position, endedAt }]));
    const due = ended.filter(({ endedAt }) => endedAt < before).map(({ position }) => position);
    if (due.length > 0) yield { record, positions: due };
    after = calls.at(-1)?.identity ?? null;
    if (calls.length < callsAtOnce || (due.length === 0 && ended.length > 0)) return;
  }
}
