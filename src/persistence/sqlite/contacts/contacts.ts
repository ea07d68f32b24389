import type { ReadHead } from '../campaigns/campaign-heads.ts';
import type { Cell, Connection } from '../connection/connection.ts';
import { contactFrom, contacts } from '../rows/contacts/contact-rows.ts';
import { enrollmentFrom, enrollmentReadColumns } from '../rows/contacts/enrollment-rows.ts';
import { keyOf } from '../../common/keys.ts';
import type { SyncStore } from '../sync-store.ts';

type ContactVerbs = Pick<SyncStore, 'readContacts' | 'findEnrollment'>;

/** Reads contacts: the large part of an imported row, which turns never change. */
export function createContacts({
  connection,
  readHead,
}: {
  connection: Connection;
  readHead: ReadHead;
}): ContactVerbs {
  const { prepare } = connection;
  const read = prepare(`SELECT ${contacts.select()} FROM contacts WHERE key = ?`);
  const readEnrollment = prepare(`SELECT ${enrollmentReadColumns} FROM enrollments WHERE key = ?`);
  const find = (where: string) => prepare(`SELECT key FROM contacts WHERE campaign = ? AND ${where} LIMIT 1`);
  const byId = find('id = ?');
  const byIdentity = find('identity = ?');
  const byPhone = find(`phone = ? AND phone IS NOT NULL AND identity <> 'tel:' || phone`);
  const byFurther = prepare('SELECT key FROM contact_addresses WHERE campaign = ? AND address = ? LIMIT 1');
  const byEmail = find(`email = ? AND email IS NOT NULL AND identity <> 'mail:' || email`);
  const byExternalId = find(
    `external_id = ? AND external_id IS NOT NULL AND identity <> 'id:' || external_id`,
  );

  const findKey = (campaign: number, who: string): Cell => {
    const email = who.toLowerCase();
    const row =
      byId.get(campaign, who) ??
      byIdentity.get(campaign, `tel:${who}`) ??
      byPhone.get(campaign, who) ??
      byIdentity.get(campaign, `mail:${email}`) ??
      byEmail.get(campaign, email) ??
      byFurther.get(campaign, who) ??
      byFurther.get(campaign, email) ??
      byIdentity.get(campaign, `id:${who}`) ??
      byExternalId.get(campaign, who);
    return row?.[0] ?? null;
  };

  return {
    readContacts({ campaign, positions }) {
      const head = readHead(campaign);
      if (!head) return [];
      return positions.flatMap((position) => {
        const row = read.get(keyOf(head.number, position));
        return row ? [{ position, contact: contactFrom(row) }] : [];
      });
    },
    findEnrollment({ campaign, who }) {
      const head = readHead(campaign);
      const key = head && findKey(head.number, who);
      const row = head && key !== null ? readEnrollment.get(key) : undefined;
      return head && row ? enrollmentFrom(row, head.rest) : null;
    },
  };
}
