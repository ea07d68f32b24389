import type { Enrollment } from '../../../domain/contact/enrollment.ts';
import type { DueContact, DueStore } from '../../contract/contacts/due.ts';
import type { CampaignHead } from '../../common/campaign-head.ts';
import { keyOf } from '../../common/keys.ts';
import { createReadDueHead } from '../campaigns/campaign-heads.ts';
import type { ReadHead } from '../campaigns/campaign-heads.ts';
import type { Collections } from '../documents/collections.ts';
import type { Consents } from '../persons/consents.ts';
import type { Persons } from '../persons/persons.ts';
import type { Suppressions } from '../persons/suppressions.ts';
import { contactFrom } from './contacts.ts';
import { createFindDue } from './due.ts';

/** Reads due contacts with their persons and suppressions. Persons and contacts are read at the same time. */
export function createDueContacts({
  collections,
  readHead,
  persons,
  suppressions,
  consents,
}: {
  collections: Pick<Collections, 'enrollments' | 'contacts'>;
  readHead: ReadHead;
  persons: Pick<Persons, 'readPersons'>;
  suppressions: Pick<Suppressions, 'openMarks'>;
  consents: Pick<Consents, 'openConsents'>;
}): Pick<DueStore, 'readDueContacts'> {
  const dueHead = createReadDueHead(readHead);
  const findDue = createFindDue(collections);

  const complete = async (
    head: CampaignHead,
    { campaign, at }: { campaign: string; at: number },
    due: readonly Enrollment[],
  ): Promise<DueContact[]> => {
    const keys = due.map(({ position }) => keyOf(head.number, position));
    const [found, people] = await Promise.all([
      collections.contacts.find({ _id: { $in: keys } }).toArray(),
      persons.readPersons(due.map(({ person }) => person)),
    ]);
    const all = found.flatMap((one) => one.keys);
    const marksFor = await suppressions.openMarks({ client: head.client, campaign, at, keys: all });
    const consentsFor = await consents.openConsents({ client: head.client, at, keys: all });
    const documents = new Map(found.map((document) => [document._id, document]));
    return due.flatMap((enrollment) => {
      const document = documents.get(keyOf(head.number, enrollment.position));
      const person = people.get(enrollment.person);
      if (!document || !person) return [];
      const marks = marksFor ? document.keys.flatMap(marksFor) : [];
      const consented = consentsFor(document.keys);
      return [{ enrollment, person, contact: contactFrom(document), marks, consented }];
    });
  };

  return {
    async readDueContacts(input) {
      const head = await dueHead(input.campaign);
      const due = head ? await findDue(head, input) : [];
      return head && due.length > 0 ? complete(head, input, due) : [];
    },
  };
}
