import { keyKind } from '../../../domain/contact/opt-out.ts';
import type { ReadHead } from '../campaigns/campaign-heads.ts';
import type { Connection } from '../connection/connection.ts';
import { numberOf } from '../../common/keys.ts';
import type { SyncStore } from '../sync-store.ts';

/** Finds contacts by the keys that do-not-contact lists use. */
export function createContactKeys({
  connection,
  readHead,
}: {
  connection: Connection;
  readHead: ReadHead;
}): Pick<SyncStore, 'findByKeys'> {
  const { prepare } = connection;
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

  return {
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
