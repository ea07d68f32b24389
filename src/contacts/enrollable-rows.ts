import { channels } from '../channels/registry.ts';
import type { CampaignDefinition } from '../domain/campaign/campaign-definition.ts';
import { emailAddress, firstAddress, linkedinAddress } from '../domain/contact/address.ts';
import type { AddressKind, ContactAddress } from '../domain/contact/address.ts';
import { identityOf } from '../domain/contact/contact.ts';
import type { EnrollableRow, RejectedRow } from '../domain/contact/contact.ts';
import type { Columns } from './columns/columns.ts';
import { readNames } from './names/names.ts';
import type { RowPhones } from './numbers/row-phones.ts';
import { isPlaceholder } from './placeholders.ts';
import { createCalendars } from './places/calendars.ts';
import type { ReadRow } from './row-reading.ts';
import type { SourceRow } from './rows.ts';
import { createSilenceCheck } from './silent-rows.ts';
import { plainRoles, setKnown, setNames, variablesOf } from './variables.ts';

export type Refusal = Pick<RejectedRow, 'code' | 'detail'>;

/** Converts a row into a contact, or returns why the steps of the campaign cannot use it. Never throws. */
export function createEnrollable({
  definition,
  columns,
  defaultCountry,
}: {
  definition: CampaignDefinition;
  columns: Columns;
  defaultCountry: string | null;
}): (source: SourceRow, read: ReadRow) => EnrollableRow | Refusal {
  const calendars = createCalendars({ sendWindow: definition.sendWindow, columns });
  const kinds = new Set(definition.steps.flatMap(({ channel }) => channels.find(channel)?.addressKind ?? []));
  const silenceOfRow = createSilenceCheck(definition);

  return ({ row, cells }, read) => {
    const { cell, place, rowPhones, externalId } = read;
    const { first } = rowPhones;
    const addresses = addressesIn(read);
    if (kinds.size > 0 && !addresses.some(({ kind }) => kinds.has(kind)))
      return whyUnreachable({ kinds, found: first, email: cell('email') });
    const phone = 'phone' in first ? first : null;
    const identity = identityOf({ externalId, addresses });
    if (identity === null) return whyNoIdentity({ found: first, email: cell('email') });
    const calendar = calendars.of({
      phone,
      country: place.country ?? (phone === null ? defaultCountry : null),
      zone: cell('time_zone'),
      state: cell('region'),
    });
    if ('code' in calendar) return calendar;
    const { name, variables } = namesAndVariables({ cells, columns, cell });
    setKnown(variables, 'phone', phone?.phone);
    setKnown(variables, 'email', firstAddress(addresses, 'email'));
    const silence = silenceOfRow(variables);
    if (silence) return silence;
    return {
      row,
      identity,
      address: addresses[0]?.address ?? identity,
      calendar,
      contact: {
        name,
        addresses,
        externalId,
        timeZone: calendar.zones.length === 1 ? (calendar.zones[0] ?? null) : null,
        variables,
      },
      cells,
    };
  };
}

function addressesIn({ rowPhones, emails, linkedin }: ReadRow): ContactAddress[] {
  return [
    ...rowPhones.usable,
    ...[...new Set(emails)].map(emailAddress),
    ...(linkedin === null ? [] : [linkedinAddress(linkedin)]),
  ];
}

/** No step of the campaign can reach the contact. */
function whyUnreachable({
  kinds,
  found,
  email,
}: {
  kinds: ReadonlySet<AddressKind>;
  found: RowPhones['first'];
  email: string;
}): Refusal {
  if (kinds.has('phone') && 'code' in found) return found;
  if (kinds.has('email') && email !== '') return notAnEmail(email);
  const what = kinds.has('email') ? 'email address' : 'LinkedIn profile';
  return { code: 'contact.no-address', detail: `the row has no ${what}` };
}

function notAnEmail(email: string): Refusal {
  return { code: 'contact.email-invalid', detail: `"${email.slice(0, 60)}" is not an email address` };
}

function namesAndVariables({
  cells,
  columns,
  cell,
}: { cells: readonly string[]; columns: Columns } & Pick<ReadRow, 'cell'>) {
  const names = readNames({
    first: cell('first_name'),
    last: cell('last_name'),
    full: cell('name'),
    company: cell('company'),
  });
  const variables = variablesOf({ cells, columns });
  for (const role of plainRoles) {
    const value = cell(role);
    setKnown(variables, role, isPlaceholder(value) ? '' : value);
  }
  setNames(variables, names);
  return { name: names.name, variables };
}

function whyNoIdentity({ found, email }: { found: RowPhones['first']; email: string }): Refusal {
  if (email !== '') return notAnEmail(email);
  if ('code' in found && found.code !== 'contact.phone-missing') return found;
  return {
    code: 'contact.identity-missing',
    detail: 'the row has no external id, phone number, email address or LinkedIn profile',
  };
}
