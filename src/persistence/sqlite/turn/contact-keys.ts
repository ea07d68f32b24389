import { keysOf } from '../../../domain/contact/contact.ts';
import { barsContact, keyKind } from '../../../domain/contact/opt-out.ts';
import { everyClient } from '../../../domain/contact/party.ts';
import type { Turn } from '../../contract/store.ts';
import type { ReadHead } from '../reads/campaign-heads.ts';
import type { Connection } from '../connection/connection.ts';
import { phonesFrom } from '../rows/contact-rows.ts';
import { keyOf, numberOf } from '../rows/keys.ts';
import type { Suppressions } from '../tables/suppressions.ts';
import type { SyncStore } from '../sync-store.ts';

export type ContactKeys = Pick<SyncStore, 'findByKeys'> & {
  /**
   * The positions of those minted who must not be contacted because of a key of theirs, one that the turn itself
   * suppresses included.
   */
  barred: (input: { campaign: number; turn: Pick<Turn, 'record' | 'minted' | 'suppressions'> }) => number[];
};

/** What identifies contacts to do-not-contact lists beside the address they are contacted at. */
export function createContactKeys({
  connection,
  readHead,
  suppressions,
}: {
  connection: Connection;
  readHead: ReadHead;
  suppressions: Suppressions;
}): ContactKeys {
  const { prepare } = connection;
  const find = (where: string) => prepare(`SELECT key FROM contacts WHERE campaign = ? AND ${where}`);
  const finders = {
    phone: [
      find(`identity = 'tel:' || ?`),
      find(`phone = ? AND phone IS NOT NULL AND identity <> 'tel:' || phone`),
      prepare('SELECT key FROM contact_phones WHERE campaign = ? AND phone = ?'),
    ],
    email: [
      find(`identity = 'mail:' || ?`),
      find(`email = ? AND email IS NOT NULL AND identity <> 'mail:' || email`),
    ],
    id: [find('identity = ?')],
  } as const;
  const readKeys = prepare('SELECT phone, phones, email, external_id FROM contacts WHERE key = ?');

  const isBarred = (key: number, reasonFor: (one: string) => string | null): boolean => {
    const row = readKeys.get(key);
    if (!row) return false;
    const [phone, phones, email, externalId] = row as [
      string | null,
      string | null,
      string | null,
      string | null,
    ];
    return keysOf({ phones: phonesFrom(phone, phones), email, externalId }).some((one) => {
      const reason = reasonFor(one);
      return reason !== null && barsContact({ key: one, reason });
    });
  };

  return {
    barred({ campaign, turn: { record, minted, suppressions: put } }) {
      const { client } = record;
      if (minted.length === 0 || (put.length === 0 && !suppressions.hasAny(client))) return [];
      const own = new Map(
        put
          .filter((one) => one.client === client || one.client === everyClient)
          .map(({ address, reason }) => [address, reason]),
      );
      const reasonFor = (key: string): string | null => own.get(key) ?? suppressions.reasonFor(client, key);
      return minted
        .map(({ position }) => position)
        .filter((position) => isBarred(keyOf(campaign, position), reasonFor));
    },
    findByKeys({ campaign, keys }) {
      const head = readHead(campaign);
      if (!head) return [];
      return keys.flatMap((key) => {
        const rows = finders[keyKind(key)].flatMap((finder) => finder.all(head.number, key));
        return rows.map((row) => ({ key, position: numberOf(row[0] as number) }));
      });
    },
  };
}
