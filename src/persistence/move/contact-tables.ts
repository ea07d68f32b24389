import { keysOf } from '../../domain/contact/contact.ts';
import type { Contact } from '../../domain/contact/contact.ts';
import type { Enrollment } from '../../domain/contact/enrollment.ts';
import { isDispatchable } from '../../domain/contact/enrollment.ts';
import type { ImportRecord } from '../../domain/contact/import-record.ts';
import type { Party } from '../../domain/contact/party.ts';
import type { Consent } from '../../domain/consent/consent.ts';
import type { Suppression } from '../../domain/do-not-contact/suppression.ts';
import type { Person } from '../../domain/contact/person.ts';
import { plainName } from '../../domain/contact/plain-name.ts';
import type { ContactDoc, EnrollmentDoc, ImportDoc, ImportRowDoc } from '../mongodb/documents/collections.ts';
import type { PartyDoc, PersonDoc } from '../mongodb/documents/person-documents.ts';
import type { HashKey } from '../common/hashed-keys.ts';
import { consentId } from '../mongodb/persons/consents.ts';
import { suppressionId } from '../mongodb/persons/suppression-id.ts';
import { partyId } from '../mongodb/persons/person-finder.ts';
import { contactFrom, contacts } from '../sqlite/rows/contacts/contact-rows.ts';
import { enrollments } from '../sqlite/rows/contacts/enrollment-rows.ts';
import { importRows, imports, importSource } from '../sqlite/rows/contacts/import-rows.ts';
import type { ImportRow } from '../sqlite/rows/contacts/import-rows.ts';
import { attemptsOfTrail, eventsOfTrail } from '../sqlite/rows/contacts/trail.ts';
import { parties, persons } from '../sqlite/rows/persons/person-rows.ts';
import { consents } from '../sqlite/rows/persons/consent-rows.ts';
import { hashKeys, suppressions } from '../sqlite/rows/persons/suppression-rows.ts';
import { moveTable } from './moved-table.ts';
import type { MovedTable } from './moved-table.ts';

export const movedOfContacts: readonly MovedTable[] = [
  moveTable({
    table: enrollments,
    collection: 'enrollments',
    key: ['enrollments.key'],
    own: { key: 'enrollments.key', campaign: 'enrollments.campaign', trail: 'enrollments.trail' },
    document: (enrollment: Enrollment, { key, campaign, trail }): EnrollmentDoc => ({
      _id: Number(key),
      ...enrollment,
      campaign: Number(campaign),
      ...(isDispatchable(enrollment.state) && { waits: true as const }),
      trail: { attempts: attemptsOfTrail(String(trail)), events: eventsOfTrail(String(trail)) },
    }),
  }),
  moveTable({
    table: { ...contacts, read: contactFrom },
    collection: 'contacts',
    source: 'contacts JOIN enrollments ON enrollments.key = contacts.key',
    key: ['contacts.key'],
    own: {
      key: 'contacts.key',
      campaign: 'contacts.campaign',
      identity: 'contacts.identity',
      person: 'enrollments.person',
    },
    document: (contact: Contact, { key, campaign, identity, person }): ContactDoc => ({
      _id: Number(key),
      ...contact,
      campaign: Number(campaign),
      variables: JSON.stringify(contact.variables),
      identity: String(identity),
      person: Number(person),
      plainName: plainName(contact.name ?? ''),
      keys: keysOf(contact),
    }),
  }),
  moveTable({
    table: imports,
    collection: 'imports',
    source: importSource,
    key: ['imports.number'],
    own: { number: 'imports.number', campaign: 'imports.campaign' },
    document: ({ id, ...record }: ImportRecord, { number, campaign }): ImportDoc => ({
      _id: id,
      ...record,
      campaign: Number(campaign),
      number: Number(number),
    }),
  }),
  moveTable({
    table: importRows,
    collection: 'importRows',
    key: ['import_rows.import', 'import_rows.row'],
    document: ({ import: list, row, position, code, detail, cells }: ImportRow): ImportRowDoc => ({
      _id: { import: list, row },
      position,
      cells,
      ...(code !== null && { code, detail: detail ?? '' }),
    }),
  }),
  moveTable({
    table: persons,
    collection: 'persons',
    key: ['persons.id'],
    document: ({ id, ...person }: Person): PersonDoc => ({ _id: Number(id), ...person }),
  }),
  moveTable({
    table: parties,
    collection: 'parties',
    key: ['parties.address', 'parties.client'],
    document: ({ client, address, person }: Party): PartyDoc => ({
      _id: partyId(client, address),
      client,
      address,
      person: Number(person),
    }),
  }),
  moveTable({
    table: hashKeys,
    collection: 'hashKeys',
    key: ['hash_keys.number'],
    document: ({ number, ...key }: HashKey) => ({ _id: number, ...key }),
  }),
  moveTable({
    table: suppressions,
    collection: 'suppressions',
    key: ['suppressions.client', 'suppressions.address', 'suppressions.campaign'],
    document: (suppression: Suppression) => ({ _id: suppressionId(suppression), ...suppression }),
  }),
  moveTable({
    table: consents,
    collection: 'consents',
    key: ['consents.client', 'consents.address', 'consents.channel'],
    document: (consent: Consent) => ({ _id: consentId(consent), ...consent }),
  }),
];
