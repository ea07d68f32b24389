import {
  bundleVersion,
  createKeepWord,
  itemsPerLine,
  stripAttempt,
  stripCalendar,
  stripContact,
  stripEvent,
  stripRecord,
} from '../../bundle/index.ts';
import type { BundleLine, KeepWord } from '../../bundle/index.ts';
import type { CampaignRecord } from '../../domain/campaign/campaign.ts';
import type { Channels } from '../../domain/campaign/channel-facts.ts';
import type { Store } from '../../persistence/contract/store.ts';
import { instantText } from '../instants.ts';

type Parts = { store: Store; channels: Channels; now: number };
type Input = Parts & { record: CampaignRecord; keep: KeepWord };
type Lines = AsyncGenerator<BundleLine, void, undefined>;

/**
 * Yields the lines of the bundle of a campaign: its log, contacts, attempts and figures, without personal data. Rows of a
 * running campaign may be a moment newer than its log.
 */
export async function* bundleLinesOf({
  program,
  record,
  ...parts
}: Parts & { program: string; record: CampaignRecord }): Lines {
  const { store, channels, now } = parts;
  const { definition, id } = record;
  const keep = createKeepWord({ definition, channels });
  const input = { ...parts, record, keep };
  const [first] = await store.readEvents({ campaign: id, afterSeq: 0, limit: 1 });
  yield {
    kind: 'bundle',
    version: bundleVersion,
    program,
    // The clock of a folder that no service uses may be before that of the campaign.
    asOf: instantText(Math.max(now, record.updatedAt)),
    firstSeq: first?.seq ?? 1,
    campaign: stripRecord(record, keep) as Extract<BundleLine, { kind: 'bundle' }>['campaign'],
  };
  const calendars = await store.readCalendars(id);
  yield* parted(
    'calendars',
    calendars.map(({ number, calendar }) => ({ number, calendar: stripCalendar(calendar) })),
  );
  yield* contactLines(input);
  yield* attemptLines(input);
  yield* eventLines(input);
  yield* parted('tallies', await store.readTallies(id));
  yield* seriesLines(input);
  yield* parted('transitions', await store.readTransitionCounts(id));
}

/** Yields lines of one kind with all items, a limited number in each. */
function* parted(
  kind: BundleLine['kind'],
  items: readonly unknown[],
): Generator<BundleLine, void, undefined> {
  for (let from = 0; from < items.length; from += itemsPerLine)
    yield { kind, items: items.slice(from, from + itemsPerLine) } as BundleLine;
}

async function* contactLines({ store, record: { id: campaign }, keep }: Input): Lines {
  let after: string | undefined;
  do {
    const page = await store.listEnrollments({
      campaign,
      ...(after !== undefined && { after }),
      limit: itemsPerLine,
    });
    const positions = page.items.map(({ position }) => position);
    const contacts = new Map(
      (await store.readContacts({ campaign, positions })).map(({ position, contact }) => [position, contact]),
    );
    yield* parted(
      'contacts',
      page.items.map((enrollment) =>
        stripContact({ contact: contacts.get(enrollment.position), enrollment }, keep),
      ),
    );
    after = page.next ?? undefined;
  } while (after !== undefined);
}

/** In the order in which they were minted. The store lists them newest first, so its pages are read from the last one on. */
async function* attemptLines({ store, channels, record: { id: campaign }, keep }: Input): Lines {
  const read = (after: string | null) =>
    store.listAttempts({ campaign, ...(after !== null && { after }), limit: itemsPerLine });
  const cursors: (string | null)[] = [null];
  for (let next = (await read(null)).next; next !== null; { next } = await read(next)) cursors.push(next);
  for (const cursor of cursors.toReversed())
    yield* parted(
      'attempts',
      (await read(cursor)).items.toReversed().map((attempt) => stripAttempt(attempt, keep, channels)),
    );
}

async function* eventLines({ store, record: { id: campaign, seq }, keep }: Input): Lines {
  let afterSeq = 0;
  while (afterSeq < seq) {
    const page = await store.readEvents({ campaign, afterSeq, limit: itemsPerLine });
    const events = page.filter((event) => event.seq <= seq);
    yield* parted(
      'events',
      events.map((event) => stripEvent(event, keep, campaign)),
    );
    if (page.length === 0) return;
    afterSeq = page.at(-1)?.seq ?? seq;
  }
}

async function* seriesLines({ store, record: { id: campaign, updatedAt }, now }: Input): Lines {
  let from = 0;
  const to = Math.max(now, updatedAt) + 86_400_000;
  for (;;) {
    const rows = await store.readSeries({ campaign, from, to, limit: itemsPerLine });
    yield* parted('series', rows);
    if (rows.length < itemsPerLine) return;
    from = (rows.at(-1)?.at ?? to) + 1;
  }
}
