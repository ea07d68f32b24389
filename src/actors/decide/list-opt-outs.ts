import { keysOf } from '../../domain/contact/contact.ts';
import type { Contact, EnrollableRow } from '../../domain/contact/contact.ts';
import { isEnd } from '../../domain/contact/enrollment.ts';
import { barsContact, externalIdKey, optOutReasons } from '../../domain/contact/opt-out.ts';
import type { OptOutMark, RowOptOut } from '../../domain/contact/opt-out.ts';
import { suppressPerson } from './contact-commands.ts';
import type { Deciding } from './steps.ts';

/** Somebody enrolled before who has the `key` of an opt-out. */
export type OptedOutContact = { key: string; position: number; contact: Contact };

/** What a chunk's opt-outs come to. */
export type ListOptOuts = {
  /** Rows that opt out. */
  rows: number;
  /** Keys that they put on the do-not-contact list. */
  addresses: number;
  /** Why a contact must not be contacted; null if it may be. */
  reasonFor: (row: Pick<EnrollableRow, 'address' | 'contact'>) => string | null;
};

/**
 * Heeds the rows of a chunk that opt out, whatever else becomes of them: everything that identifies them is suppressed,
 * and those enrolled before with one of these keys end. Where the external id is the same, it is the same person: then
 * their other numbers are suppressed too.
 */
export function heedListOptOuts(
  deciding: Deciding,
  {
    optOuts,
    rows,
    known,
    enrolled,
    by,
  }: {
    optOuts: readonly RowOptOut[];
    rows: readonly EnrollableRow[];
    /** Keys that are suppressed already, and why. */
    known: ReadonlyMap<string, string>;
    enrolled: readonly OptedOutContact[];
    by: string;
  },
): ListOptOuts {
  const { set } = deciding;
  const own = new Map<string, string>();
  const add = ({ key, reason }: OptOutMark): void => {
    const before = own.get(key) ?? known.get(key);
    if (before === undefined || (isNarrow(before) && reason === optOutReasons.all)) own.set(key, reason);
  };
  const marks = optOuts.flatMap((optOut) => optOut.marks);
  const said = new Map(marks.map(({ key, reason }) => [key, reason]));
  for (const mark of marks) add(mark);
  const addAll = (contact: Parameters<typeof keysOf>[0], reason: string): void => {
    const keys = reason === optOutReasons.all ? keysOf(contact) : contact.phones.map(({ phone }) => phone);
    for (const key of keys) add({ key, reason });
  };
  for (const { contact } of rows) {
    const reason = contact.externalId === null ? undefined : said.get(externalIdKey(contact.externalId));
    if (reason !== undefined) addAll(contact, reason);
  }
  for (const { key, position, contact } of enrolled) {
    const reason = said.get(key);
    const row = set.enrollment(position);
    if (reason === undefined || row === null) continue;
    if (contact.externalId !== null && key === externalIdKey(contact.externalId)) addAll(contact, reason);
    if (!isEnd(row.state)) suppressPerson(deciding, row);
  }
  for (const [key, reason] of own) {
    set.suppress({ client: set.record.client, address: key, reason, by, at: set.at });
  }
  const reasonOf = (key: string): string | undefined => own.get(key) ?? known.get(key);
  return {
    rows: optOuts.length,
    addresses: [...own.keys()].filter((key) => !known.has(key)).length,
    reasonFor: ({ address, contact }) =>
      reasonOf(address) ??
      keysOf(contact)
        .map((key) => ({ key, reason: reasonOf(key) }))
        .filter((mark): mark is OptOutMark => mark.reason !== undefined)
        .find(barsContact)?.reason ??
      null,
  };
}

function isNarrow(reason: string): boolean {
  return reason === optOutReasons.phone || reason === optOutReasons.email;
}
