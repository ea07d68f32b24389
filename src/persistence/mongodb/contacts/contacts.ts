import type { Filter } from 'mongodb';
import type { Contact } from '../../../domain/contact/contact.ts';
import { externalIdKey } from '../../../domain/contact/opt-out.ts';
import type { EnrollmentStore } from '../../contract/contacts/enrollments.ts';
import type { ImportStore } from '../../contract/contacts/imports.ts';
import type { Collections, ContactDoc } from '../documents/collections.ts';
import { keyOf, numberOf } from '../../common/keys.ts';
import type { ReadHead } from '../campaigns/campaign-heads.ts';
import type { ReadByPosition } from './enrollments.ts';
import { inOrder } from '../documents/in-order.ts';

/** Reads contacts, and finds them by their keys. */
export function createContacts({
  collections: { contacts },
  readHead,
  readByPosition,
}: {
  collections: Pick<Collections, 'contacts'>;
  readHead: ReadHead;
  readByPosition: ReadByPosition;
}): Pick<EnrollmentStore, 'findEnrollment' | 'readContacts'> & Pick<ImportStore, 'findByKeys'> {
  return {
    async findEnrollment({ campaign, who }) {
      const head = await readHead(campaign);
      if (!head) return null;
      const keys = [who, who.toLowerCase(), externalIdKey(who)];
      const matches: Filter<ContactDoc>[] = [{ id: who }, { keys: { $in: keys } }];
      for (const match of matches) {
        const found = await contacts.findOne(
          { campaign: head.number, ...match },
          { projection: { _id: 1 }, sort: { _id: 1 } },
        );
        const [enrollment] = found ? await readByPosition(head, [numberOf(found._id)]) : [];
        if (enrollment) return enrollment;
      }
      return null;
    },
    async readContacts({ campaign, positions }) {
      const head = positions.length > 0 ? await readHead(campaign) : null;
      if (!head) return [];
      const keys = positions.map((position) => keyOf(head.number, position));
      const found = await contacts.find({ _id: { $in: keys } }).toArray();
      return inOrder(keys, found).map((document) => ({
        position: numberOf(document._id),
        contact: contactFrom(document),
      }));
    },
    async findByKeys({ campaign, keys }) {
      const head = keys.length > 0 ? await readHead(campaign) : null;
      if (!head) return [];
      const found = await contacts
        .find({ campaign: head.number, keys: { $in: [...keys] } }, { projection: { keys: 1 } })
        .sort({ _id: 1 })
        .toArray();
      return keys.flatMap((key) =>
        found.filter((one) => one.keys.includes(key)).map((one) => ({ key, position: numberOf(one._id) })),
      );
    },
  };
}

/** Returns the contact of a document. */
export function contactFrom(document: ContactDoc): Contact {
  const { _id, campaign: _c, identity: _i, person: _q, plainName: _p, keys: _k, ...contact } = document;
  return { ...contact, variables: JSON.parse(contact.variables) as Contact['variables'] };
}
