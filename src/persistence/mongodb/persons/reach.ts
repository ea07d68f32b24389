import type { ClientSession } from 'mongodb';
import type { PersonStore } from '../../contract/persons/persons.ts';
import { startedIn } from '../../contract/turn/started.ts';
import type { Turn } from '../../contract/store.ts';
import type { Collections } from '../documents/collections.ts';
import { lacksConsent } from '../../../domain/consent/consent.ts';
import { isBarred, listOf, marksPutBy } from '../../common/bars.ts';
import type { MarksFor } from '../../common/bars.ts';
import { keyOf, numberOf } from '../../common/keys.ts';
import type { ReadHead } from '../campaigns/campaign-heads.ts';
import type { Consents } from './consents.ts';
import type { Suppressions } from './suppressions.ts';

export type ContactReach = Pick<PersonStore, 'readReach'> & {
  /**
   * Resolves with the positions of minted and sent attempts whose contact a suppression bars, or without a consent that
   * the campaign requires. The suppressions of the turn itself count.
   */
  barred: (campaign: number, turn: Turn, session?: ClientSession) => Promise<number[]>;
};

/** Reads the addresses of contacts, and which of their keys are suppressed. */
export function createReach({
  collections: { contacts },
  readHead,
  suppressions,
  consents,
}: {
  collections: Pick<Collections, 'contacts'>;
  readHead: ReadHead;
  suppressions: Pick<Suppressions, 'openMarks'>;
  consents: Pick<Consents, 'openConsents'>;
}): ContactReach {
  return {
    async barred(campaign, turn, session) {
      const started = startedIn(turn);
      if (started.length === 0) return [];
      const ids = started.map(({ position }) => keyOf(campaign, position));
      const found = await contacts
        .find({ _id: { $in: ids } }, { projection: { keys: 1 }, ...(session && { session }) })
        .toArray();
      const keysByPosition = new Map(found.map(({ _id, keys }) => [numberOf(_id), keys]));
      const keys = [...started.map(({ address }) => address), ...found.flatMap((one) => one.keys)];
      const at = turn.record.updatedAt;
      const stored = await suppressions.openMarks({ ...listOf(turn), at, keys }, session);
      const own = marksPutBy(turn);
      const { client, definition } = turn.record;
      const { consent } = definition;
      if (stored === null && own.size === 0 && consent === undefined) return [];
      const consentsFor =
        consent === undefined ? () => [] : await consents.openConsents({ client, at, keys }, session);
      const marksFor: MarksFor = (key) => [...(own.get(key) ?? []), ...(stored?.(key) ?? [])];
      return started
        .filter(({ position, address, channel }) => {
          const theirs = keysByPosition.get(position) ?? [];
          return (
            isBarred({ address, keys: theirs, marksFor }) ||
            lacksConsent(consent, channel, consentsFor(theirs))
          );
        })
        .map(({ position }) => position);
    },

    async readReach({ campaign, positions, at }) {
      const head = positions.length > 0 ? await readHead(campaign) : null;
      if (!head) return [];
      const keys = positions.map((position) => keyOf(head.number, position));
      const found = await contacts
        .find({ _id: { $in: keys } }, { projection: { addresses: 1, keys: 1 } })
        .toArray();
      const byKey = new Map(found.map((contact) => [contact._id, contact]));
      const all = found.flatMap((one) => one.keys);
      const marksFor = await suppressions.openMarks({ client: head.client, campaign, at, keys: all });
      const consentsFor = await consents.openConsents({ client: head.client, at, keys: all });
      return positions.flatMap((position) => {
        const contact = byKey.get(keyOf(head.number, position));
        if (!contact) return [];
        const marks = marksFor ? contact.keys.flatMap(marksFor) : [];
        const consented = consentsFor(contact.keys);
        return [{ position, addresses: contact.addresses, marks, consented }];
      });
    },
  };
}
