import type { ErasureStore } from '../../contract/persons/erasure.ts';
import { keyOf } from '../../common/keys.ts';
import { blankCells } from '../../common/redaction.ts';
import type { ReadHead } from '../campaigns/campaign-heads.ts';
import type { ClientLog } from '../clients/client-log.ts';
import type { Transactions } from '../connection/transactions.ts';
import type { Collections } from '../documents/collections.ts';
import type { SuppressionReads } from '../persons/suppression-reads.ts';
import type { Suppressions } from '../persons/suppressions.ts';
import { createEraseKeys } from './erase-keys.ts';
import { createRedactTexts } from './redact-texts.ts';

type Input = {
  collections: Collections;
  transactions: Transactions;
  readHead: ReadHead;
  clientLog: ClientLog;
  suppressionReads: SuppressionReads;
  suppressions: Pick<Suppressions, 'write'>;
};

/** Removes personal data of persons. */
export function createErasure(input: Input): ErasureStore {
  return {
    eraseContacts: createEraseContacts(input),
    eraseKeys: createEraseKeys(input),
    redactTexts: createRedactTexts(input),
    // The server writes its files again by itself. What was removed also stays in its oplog for a time.
    scrub: () => Promise.resolve(true),
  };
}

function createEraseContacts({
  collections: { contacts, imports, importRows, enrollments, attempts, messages },
  transactions,
  readHead,
}: Input): ErasureStore['eraseContacts'] {
  return async ({ campaign, positions }) => {
    const head = await readHead(campaign);
    if (!head) return;
    const lists = await imports.find({ campaign: head.number }, { projection: { number: 1 } }).toArray();
    for (const position of positions) {
      const _id = keyOf(head.number, position);
      await transactions.run(async (session) => {
        const contact = await contacts.findOne({ _id }, { projection: { id: 1, row: 1 }, session });
        if (!contact) return;
        await contacts.updateOne(
          { _id },
          {
            $set: {
              identity: `erased:${contact.id}`,
              name: null,
              plainName: '',
              addresses: [],
              externalId: null,
              variables: '{}',
              keys: [],
            },
          },
          { session },
        );
        for (const { number } of lists) {
          const row = { import: number, row: contact.row };
          const found = await importRows.findOne({ _id: row, position }, { session });
          if (found)
            await importRows.updateOne(
              { _id: row },
              { $set: { cells: blankCells(found.cells) }, $unset: { detail: '' } },
              { session },
            );
        }
        const trail = await enrollments.findOne({ _id }, { projection: { 'trail.attempts': 1 }, session });
        const keys = (trail?.trail.attempts ?? []).map((number) => keyOf(head.number, number));
        const tried = await attempts
          .find({ key: { $in: keys } }, { projection: { _id: 1 }, session })
          .toArray();
        await attempts.updateMany(
          { key: { $in: keys } },
          { $set: { address: '', details: null, callbacks: null, correction: null } },
          { session },
        );
        await messages.updateMany(
          { _id: { $in: tried.map((attempt) => attempt._id) } },
          { $set: { subject: null, body: null, audit: '{}' } },
          { session },
        );
      });
    }
  };
}
