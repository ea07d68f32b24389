import type { CampaignRecord } from '../domain/campaign/campaign.ts';
import { emptyCounters } from '../domain/campaign/campaign.ts';
import type { CampaignEvent } from '../domain/events/campaign-event.ts';
import type { ImportRecord } from '../domain/contact/import-record.ts';
import type { Channels } from '../domain/campaign/channel-facts.ts';
import type { Newcomer, Store, Turn } from '../persistence/contract/store.ts';
import { nothingDone } from '../persistence/contract/store.ts';
import type { BundleLine, BundledContact, LineOf } from './lines.ts';
import { addressAt, addressesAt } from './placeholders.ts';
import { damaged } from './read.ts';

export type Loaded = { campaign: CampaignRecord; asOf: number };

type Target = Pick<Store, 'createCampaign' | 'commitTurn'>;
type Work = Partial<Omit<Turn, 'expected' | 'record'>>;

/**
 * Writes a bundle into an empty store, by the same commits as the engine. Contacts get addresses made of their positions.
 * Throws `bundle.damaged` if the lines do not fit together, and the errors of `readBundle`.
 */
export async function loadBundle({
  store,
  lines,
  channels,
}: {
  store: Target;
  lines: AsyncIterable<BundleLine>;
  channels: Pick<Channels, 'find'>;
}): Promise<Loaded> {
  let loading: Loading | null = null;
  for await (const line of lines) {
    if (line.kind === 'bundle') loading = await begin(store, line);
    else if (loading) await loading.take(line, channels);
  }
  if (!loading) throw damaged('it has no campaign');
  return loading.finish();
}

type Loading = {
  take: (line: BundleLine, channels: Pick<Channels, 'find'>) => Promise<void>;
  finish: () => Promise<Loaded>;
};

async function begin(store: Target, { campaign, asOf, firstSeq }: LineOf<'bundle'>): Promise<Loading> {
  const final = campaign as unknown as CampaignRecord;
  const at = Date.parse(asOf);
  let stored: CampaignRecord = { ...final, rev: 0, seq: firstSeq - 1, counters: emptyCounters() };
  let contacts = 0;
  await fitting(() => store.createCampaign(stored));

  const commit = async (work: Work, record: CampaignRecord = stored): Promise<void> => {
    const { epoch, rev, seq } = stored;
    const next = {
      ...record,
      epoch,
      rev: rev + 1,
      seq: seq + (work.events?.length ?? 0),
      turn: `turn-${rev}`,
    };
    const turn = { ...nothingDone, ...work, expected: { epoch, rev, seq }, record: next };
    const { kind } = await fitting(() => store.commitTurn(turn));
    if (kind !== 'committed') throw damaged(`its rows do not fit together (${kind})`);
    stored = next;
  };
  const addContacts = async (items: readonly BundledContact[]): Promise<void> => {
    contacts += items.length;
    const record = importOf({ campaign: final.id, at, enrolled: contacts });
    await commit({ chunk: { record, newcomers: items.map(newcomerOf), rejections: [] } });
    await commit({ enrollments: items.map(({ enrollment }) => ({ ...enrollment, person: '' })) });
  };

  return {
    async take(line, channels) {
      if (line.kind === 'calendars') await commit({ calendars: line.items });
      else if (line.kind === 'contacts') await addContacts(line.items);
      else if (line.kind === 'attempts')
        await commit({
          minted: line.items.map((attempt) => ({
            ...attempt,
            campaign: final.id,
            sender: null,
            callbacks: null,
            price: null,
            correction: null,
            address: addressAt(attempt.position, channels.find(attempt.channel)?.addressKind ?? 'phone'),
          })),
        });
      else if (line.kind === 'events') await commit({ events: line.items as unknown as CampaignEvent[] });
      else if (line.kind === 'tallies') await commit({ tallies: line.items });
      else if (line.kind === 'series') await commit({ series: line.items });
      else if (line.kind === 'transitions') await commit({ transitions: line.items });
    },
    async finish() {
      await commit({}, { ...final, seq: stored.seq });
      return { campaign: stored, asOf: at };
    },
  };
}

/** Rows that a store refuses were not written by `ringmaster bundle`. */
async function fitting<Result>(write: () => Promise<Result>): Promise<Result> {
  try {
    return await write();
  } catch (error) {
    throw damaged(`its rows do not fit together: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function newcomerOf({ row, timeZone, kinds, enrollment }: BundledContact): Newcomer {
  const { position, contact: id, calendar } = enrollment;
  return {
    position,
    identity: `position:${position}`,
    calendar,
    state: 'pending',
    cells: [],
    contact: {
      id,
      row,
      name: null,
      addresses: addressesAt(position, kinds),
      externalId: null,
      timeZone,
      variables: {},
    },
  };
}

/** All contacts are shown as those of one list. */
function importOf({
  campaign,
  at,
  enrolled,
}: {
  campaign: string;
  at: number;
  enrolled: number;
}): ImportRecord {
  return {
    id: campaign.replace(/^[a-z]+/, 'imp'),
    campaign,
    state: 'closed',
    format: 'csv',
    columns: [],
    lastRow: enrolled,
    enrolled,
    suppressed: 0,
    optedOut: 0,
    addressesSuppressed: 0,
    duplicates: 0,
    rejected: 0,
    openedAt: at,
    closedAt: at,
    by: 'operator',
    instance: null,
    digest: null,
    form: null,
  };
}
