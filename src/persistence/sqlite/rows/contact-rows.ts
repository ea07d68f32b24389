import type { Contact, ContactPhone } from '../../../domain/contact/contact.ts';
import type { Cell, Row } from '../connection/connection.ts';

/** What is read of a contact, in the order of `contactFrom`. */
export const contactReadColumns = 'id, row, name, phone, email, external_id, time_zone, variables, phones';

export function contactFrom(row: Row): Contact {
  const phone = row[3] as string | null;
  return {
    id: row[0] as string,
    row: row[1] as number,
    name: row[2] as string | null,
    phone,
    phones: phonesFrom(phone, row[8] ?? null),
    email: row[4] as string | null,
    externalId: row[5] as string | null,
    timeZone: row[6] as string | null,
    variables: JSON.parse(row[7] as string) as Contact['variables'],
  };
}

/** Null for the usual contact, who has one number without an extension, or none. */
export function phonesCell({ phone, phones }: Pick<Contact, 'phone' | 'phones'>): string | null {
  const [first] = phones;
  const isUsual =
    first === undefined || (phones.length === 1 && first.phone === phone && first.extension === null);
  return isUsual ? null : JSON.stringify(phones.map(({ phone: number, extension }) => [number, extension]));
}

/** What is read of a contact to know how to reach it, in the order of `keysFrom`. */
export const keyColumns = 'phone, phones, email, external_id';

/** What identifies a contact to do-not-contact lists. */
export function keysFrom(row: Row): Pick<Contact, 'phones' | 'email' | 'externalId'> {
  return {
    phones: phonesFrom(row[0] as string | null, row[1] ?? null),
    email: row[2] as string | null,
    externalId: row[3] as string | null,
  };
}

export function phonesFrom(phone: string | null, cell: Cell): readonly ContactPhone[] {
  if (typeof cell === 'string') {
    const pairs = JSON.parse(cell) as [string, string | null][];
    return pairs.map(([number, extension]) => ({ phone: number, extension }));
  }
  return phone === null ? [] : [{ phone, extension: null }];
}
