import { setImmediate as nextTurn } from 'node:timers/promises';
import { writeBundle } from '../../bundle/index.ts';
import type { Channels } from '../../domain/campaign/channel-facts.ts';
import type { Store } from '../../persistence/contract/store.ts';
import type { Queries } from '../answers.ts';
import { bundleLinesOf } from '../bundle/bundle-lines.ts';
import { evidenceFile } from '../evidence/evidence-file.ts';
import { eventsWithContacts, eventView } from '../views/event-view.ts';
import { readHistory } from '../why/why-contact.ts';
import type { ExplainContact } from '../why/why-contact.ts';
import { clientEventView, verifyClientLog } from './client-log.ts';
import { ownEvents } from './own-events.ts';
import { verifyLog } from './verify-log.ts';

/** The queries about the log of a campaign or client, and what is derived from it. */
export function logQueries({
  store,
  channels,
  explain: explainPerson,
  now,
}: {
  store: Store;
  channels: Channels;
  explain: ExplainContact;
  now: () => number;
}): Pick<
  Queries,
  | 'events'
  | 'ownEvents'
  | 'evidence'
  | 'bundle'
  | 'seqBeforeLast'
  | 'verifyLog'
  | 'clientLog'
  | 'verifyClientLog'
> {
  return {
    bundle: (input) => writeBundle(bundleLinesOf({ store, channels, now: now(), ...input })),
    evidence: (input) =>
      evidenceFile({ store, explain: explainPerson, now, breathe: () => nextTurn() }, input),
    verifyLog: (record) => verifyLog({ store, record }),
    clientLog: async (input) => (await store.readClientLog(input)).map(clientEventView),
    verifyClientLog: (client) => verifyClientLog({ store, client }),
    async events({ record, withContacts = false, ...input }) {
      const events = await store.readEvents({ campaign: record.id, ...input });
      if (withContacts) return eventsWithContacts({ store, campaign: record.id, events });
      return events.map((event) => eventView({ campaign: record.id, event }));
    },
    async ownEvents({ record, limit }) {
      const { events, fromSeq } = await ownEvents({ store, record, limit });
      return { items: events.map((event) => eventView({ campaign: record.id, event })), fromSeq };
    },
    async seqBeforeLast({ record, wanted, position }) {
      if (position === undefined) return Math.max(0, record.seq - wanted);
      const history = await readHistory({ store, campaign: record.id, position });
      return history.at(-wanted - 1)?.seq ?? 0;
    },
  };
}
