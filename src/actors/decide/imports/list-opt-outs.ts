import { keysOf } from '../../../domain/contact/contact.ts';
import type { Contact, ContactKeys, EnrollableRow } from '../../../domain/contact/contact.ts';
import { isEnd } from '../../../domain/contact/enrollment.ts';
import { externalIdKey, optOutReasons } from '../../../domain/contact/opt-out.ts';
import type { OptOutMark, RowOptOut, SuppressedKey } from '../../../domain/contact/opt-out.ts';
import type { Reach } from '../../../domain/contact/reach.ts';
import { lasting } from '../../../domain/do-not-contact/suppression.ts';
import { addressesOfKind } from '../../../domain/contact/address.ts';
import { outlookOf } from '../../../rules/person/outlook.ts';
import { suppressContact } from '../contact-commands.ts';
import type { Deciding } from '../steps.ts';
import type { WorkingSet } from '../../turn/working-set/working-set.ts';

/** A contact that was enrolled before and has the `key` of an opt-out. */
export type OptedOutContact = { key: string; position: number; contact: Contact };

/** The result of a chunk's opt-outs. */
export type ListOptOuts = {
  /** The number of rows that opt out. */
  rows: number;
  /** The number of keys that they add to the do-not-contact list. */
  addresses: number;
  /**
   * Returns why no step of the campaign may ever contact a contact. Null if a step may contact it, or if no step could
   * contact it anyway.
   */
  reasonFor: (row: Pick<EnrollableRow, 'contact'>) => string | null;
};

/**
 * Applies the opt-outs of a chunk, including those in rejected rows: every key of these rows is suppressed, and
 * contacts that were enrolled before with one of these keys end. Contacts with the same external id are the same
 * person, so the other numbers of the contact are suppressed too.
 */
export function applyListOptOuts(
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
    /** Keys that are already suppressed. */
    known: ReadonlyMap<string, readonly SuppressedKey[]>;
    enrolled: readonly OptedOutContact[];
    by: string;
  },
): ListOptOuts {
  const { set } = deciding;
  const own = new Map<string, string>();
  const add = ({ key, reason }: OptOutMark): void => {
    const before = own.get(key) ?? lastingReason(known.get(key));
    if (before === undefined || (isNarrow(before) && reason === optOutReasons.all)) own.set(key, reason);
  };
  const marks = optOuts.flatMap((optOut) => optOut.marks);
  const said = new Map(marks.map(({ key, reason }) => [key, reason]));
  for (const mark of marks) add(mark);
  const addAll = (contact: ContactKeys, reason: string): void => {
    const phones = addressesOfKind(contact.addresses, 'phone').map(({ address }) => address);
    const keys = reason === optOutReasons.all ? keysOf(contact) : phones;
    for (const key of keys) add({ key, reason });
  };
  for (const { contact } of rows) {
    const reason = contact.externalId === null ? undefined : said.get(externalIdKey(contact.externalId));
    if (reason !== undefined) addAll(contact, reason);
  }
  const marksOf = (contact: ContactKeys): SuppressedKey[] =>
    keysOf(contact).flatMap((key) => {
      const reason = own.get(key);
      const marks = known.get(key) ?? [];
      return reason === undefined ? marks : [{ key, reason, until: null }, ...marks];
    });
  for (const { key, contact } of enrolled) {
    const reason = said.get(key);
    const isSamePerson = contact.externalId !== null && key === externalIdKey(contact.externalId);
    if (reason !== undefined && isSamePerson) addAll(contact, reason);
  }
  for (const { position, contact } of enrolled) {
    const row = set.enrollment(position);
    if (!row || isEnd(row.state)) continue;
    suppressContact(deciding, { row, reach: reachIn(set, contact, marksOf(contact)) });
  }
  for (const [key, reason] of own) {
    const { client } = set.record;
    set.suppress(lasting({ client, address: key, reason, source: 'contacts', by, at: set.at }));
  }
  return {
    rows: optOuts.length,
    addresses: [...own.keys()].filter((key) => !known.has(key)).length,
    reasonFor({ contact }) {
      const outlook = outlookOf({
        steps: set.record.definition.steps,
        step: 0,
        channels: deciding.kit.channels,
        reach: reachIn(set, contact, marksOf(contact)),
        consent: set.record.definition.consent,
        optOut: null,
      });
      return outlook.type === 'suppressed' && outlook.until === null ? outlook.reason : null;
    },
  };
}

/** An opt-out says nothing about consents, which are read before each touch: here they count as given. */
function reachIn({ record }: WorkingSet, { addresses }: ContactKeys, marks: readonly SuppressedKey[]): Reach {
  return { addresses, marks, consented: Object.keys(record.definition.consent ?? {}) };
}

function lastingReason(marks: readonly SuppressedKey[] | undefined): string | undefined {
  return marks?.find(({ until }) => until === null)?.reason;
}

function isNarrow(reason: string): boolean {
  return reason === optOutReasons.phone || reason === optOutReasons.email;
}
