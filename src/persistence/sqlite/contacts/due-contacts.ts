import { keysOf } from '../../../domain/contact/contact.ts';
import type { SuppressionList } from '../../../domain/do-not-contact/suppression.ts';
import type { DueContact } from '../../contract/contacts/due.ts';
import type { Row } from '../connection/connection.ts';
import type { Consents } from '../persons/consents.ts';
import type { Persons } from '../persons/persons.ts';
import type { Suppressions } from '../persons/suppressions.ts';
import { contactOf, contacts } from '../rows/contacts/contact-rows.ts';
import { enrollmentFrom, enrollments } from '../rows/contacts/enrollment-rows.ts';
import { persons } from '../rows/persons/person-rows.ts';

const tables = [enrollments, persons, contacts] as const;

/** The columns of a due contact: those of its enrollment come first. */
export const dueContactColumns = tables.map(({ select }) => select({ inFull: true })).join(', ');

/** Joins the tables of a due contact. With CROSS JOIN, SQLite reads them in this order. */
export const dueContactSource = `enrollments
  CROSS JOIN persons ON persons.id = enrollments.person
  CROSS JOIN contacts ON contacts.key = enrollments.key`;

const readPerson = persons.readAt(enrollments.names.length);
const readContact = contacts.readAt(enrollments.names.length + persons.names.length);

/** Creates the function that reads a due contact of a campaign from a row of `dueContactColumns`. */
export function createReadDueContact({
  persons: { readPersons },
  suppressions,
  consents,
}: {
  persons: Pick<Persons, 'readPersons'>;
  suppressions: Pick<Suppressions, 'openMarks'>;
  consents: Pick<Consents, 'openConsents'>;
}): (list: SuppressionList, at: number) => (row: Row) => DueContact {
  return (list, at) => {
    const marksFor = suppressions.openMarks(list, at);
    const consentsFor = consents.openConsents(list.client, at);
    return (row) => {
      const enrollment = enrollmentFrom(row, null);
      const person = readPerson(row);
      const contact = contactOf(readContact(row));
      return {
        enrollment,
        person: person.mergedInto === null ? person : (readPersons([person.id]).get(person.id) ?? person),
        contact,
        marks: marksFor ? keysOf(contact).flatMap(marksFor) : [],
        consented: consentsFor(keysOf(contact)),
      };
    };
  };
}
