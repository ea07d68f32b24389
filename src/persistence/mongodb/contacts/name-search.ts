import { plainName } from '../../../domain/contact/plain-name.ts';
import { readCursor } from '../../contract/cursors.ts';
import type { NameSearchStore } from '../../contract/contacts/name-search.ts';
import type { Collections } from '../documents/collections.ts';
import { numberOf } from '../../common/keys.ts';
import { keysAfter } from '../documents/keys.ts';
import type { ReadHead } from '../campaigns/campaign-heads.ts';
import type { ReadByPosition } from './enrollments.ts';

/** The maximum number of names that one page reads. */
const maxNamesRead = 2_000;

/** Searches the names of a campaign in the order of its contacts, a limited number at a time. */
export function createNameSearch({
  collections: { contacts },
  readHead,
  readByPosition,
}: {
  collections: Pick<Collections, 'contacts'>;
  readHead: ReadHead;
  readByPosition: ReadByPosition;
}): NameSearchStore {
  return {
    async searchNames({ campaign, text, after, limit }) {
      const wanted = plainName(text);
      const head = wanted === '' || limit <= 0 ? null : await readHead(campaign);
      if (!head) return { items: [], next: null };
      const [from] = readCursor({ after, form: [0] as const }) ?? [0];
      const looked = await contacts
        .find({ _id: keysAfter(head.number, from) }, { projection: { plainName: 1 } })
        .sort({ _id: 1 })
        .limit(maxNamesRead)
        .toArray();
      const matching = looked.filter((one) => one.plainName.includes(wanted));
      const taken = matching.slice(0, limit);
      const isCut = matching.length > limit;
      const end = isCut ? taken.at(-1) : looked.at(-1);
      const isMore = isCut || looked.length === maxNamesRead;
      const positions = taken.map(({ _id }) => numberOf(_id));
      return {
        items: await readByPosition(head, positions),
        next: isMore && end ? JSON.stringify([numberOf(end._id)]) : null,
      };
    },
  };
}
