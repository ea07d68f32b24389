import { keyKind } from '../../../domain/contact/opt-out.ts';
import type { ReadHead } from '../campaigns/campaign-heads.ts';
import type { Connection } from '../connection/connection.ts';
import { numberOf } from '../../common/keys.ts';
import type { SyncStore } from '../sync-store.ts';

/** Returns the keys of the rows of contacts of a campaign, by its number, that have a key of do-not-contact lists. */
export type FindContacts = (campaign: number, key: string) => number[];

export function createFindContacts({ prepare }: Pick<Connection, 'prepare'>): FindContacts {
  const find = (where: string) => prepare(`SELECT key FROM contacts WHERE campaign = ? AND ${where}`);
  const further = prepare('SELECT key FROM contact_addresses WHERE campaign = ? AND address = ?');
  const finders = {
    phone: [
      find(`identity = 'tel:' || ?`),
      find(`phone = ? AND phone IS NOT NULL AND identity <> 'tel:' || phone`),
      further,
    ],
    email: [
      find(`identity = 'mail:' || ?`),
      find(`email = ? AND email IS NOT NULL AND identity <> 'mail:' || email`),
      further,
    ],
    id: [find('identity = ?')],
    linkedin: [further],
  } as const;
  return (campaign, key) =>
    finders[keyKind(key)].flatMap((finder) => finder.all(campaign, key)).map(([found]) => found as number);
}

/** Finds contacts by the keys that do-not-contact lists use. */
export function createContactKeys({
  connection,
  readHead,
}: {
  connection: Connection;
  readHead: ReadHead;
}): Pick<SyncStore, 'findByKeys'> {
  const findContacts = createFindContacts(connection);
  return {
    findByKeys({ campaign, keys }) {
      const head = readHead(campaign);
      if (!head) return [];
      return keys.flatMap((key) =>
        findContacts(head.number, key).map((found) => ({ key, position: numberOf(found) })),
      );
    },
  };
}
