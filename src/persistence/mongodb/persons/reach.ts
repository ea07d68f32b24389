import type { ClientSession } from 'mongodb';
import { keyKind } from '../../../domain/contact/opt-out.ts';
import type { OptOutMark } from '../../../domain/contact/opt-out.ts';
import { everyClient } from '../../../domain/contact/party.ts';
import { barOf } from '../../../domain/contact/reach.ts';
import type { PersonStore } from '../../contract/persons/persons.ts';
import { startedIn } from '../../contract/turn/started.ts';
import type { Turn } from '../../contract/store.ts';
import type { Collections } from '../documents/collections.ts';
import { keyOf, numberOf } from '../documents/keys.ts';
import type { ReadHead } from '../documents/keys.ts';
import type { Suppressions } from './suppressions.ts';

export type ContactReach = Pick<PersonStore, 'readReach'> & {
  /** The positions of minted and sent attempts whose contact a suppression bars, one that the turn itself puts included. */
  barred: (campaign: number, turn: Turn, session?: ClientSession) => Promise<number[]>;
};

/** Where contacts can be reached, and which of their keys are suppressed. */
export function createReach({
  collections: { contacts },
  readHead,
  suppressions,
}: {
  collections: Pick<Collections, 'contacts'>;
  readHead: ReadHead;
  suppressions: Pick<Suppressions, 'hasAny' | 'reasonsFor'>;
}): ContactReach {
  const marksOf = (keys: readonly string[], reasons: ReadonlyMap<string, string>): OptOutMark[] =>
    keys.flatMap((key) => {
      const reason = reasons.get(key);
      return reason === undefined ? [] : [{ key, reason }];
    });

  return {
    async barred(campaign, turn, session) {
      const { suppressions: put } = turn;
      const { client } = turn.record;
      const started = startedIn(turn);
      if (started.length === 0) return [];
      if (put.length === 0 && !(await suppressions.hasAny(client, session))) return [];
      const ids = started.map(({ position }) => keyOf(campaign, position));
      const found = await contacts
        .find({ _id: { $in: ids } }, { projection: { keys: 1 }, ...(session && { session }) })
        .toArray();
      const keysByPosition = new Map(found.map(({ _id, keys }) => [numberOf(_id), keys]));
      const all = [...started.map(({ address }) => address), ...found.flatMap(({ keys }) => keys)];
      const reasons = new Map(await suppressions.reasonsFor(client, [...new Set(all)], session));
      for (const { client: whose, address, reason } of put) {
        if (whose === client || whose === everyClient) reasons.set(address, reason);
      }
      return started
        .filter(({ position, address }) => {
          const keys = [...new Set([address, ...(keysByPosition.get(position) ?? [])])];
          const kind = keyKind(address);
          return (
            barOf({ marks: marksOf(keys, reasons), kind: kind === 'id' ? 'phone' : kind, address }) !== null
          );
        })
        .map(({ position }) => position);
    },

    async readReach({ campaign, positions }) {
      const head = positions.length > 0 ? await readHead(campaign) : null;
      if (!head) return [];
      const keys = positions.map((position) => keyOf(head.number, position));
      const found = await contacts
        .find({ _id: { $in: keys } }, { projection: { addresses: 1, keys: 1 } })
        .toArray();
      const byKey = new Map(found.map((contact) => [contact._id, contact]));
      const reasons = (await suppressions.hasAny(head.client))
        ? await suppressions.reasonsFor(head.client, [...new Set(found.flatMap((one) => one.keys))])
        : new Map<string, string>();
      return positions.flatMap((position) => {
        const contact = byKey.get(keyOf(head.number, position));
        if (!contact) return [];
        return [{ position, addresses: contact.addresses, marks: marksOf(contact.keys, reasons) }];
      });
    },
  };
}
