import type { ErasureStore } from '../../contract/persons/erasure.ts';
import type { ReadHead } from '../campaigns/campaign-heads.ts';
import type { ClientLog } from '../clients/client-log.ts';
import type { Connection } from '../connection/connection.ts';
import type { SuppressionReads } from '../persons/suppression-reads.ts';
import type { Suppressions } from '../persons/suppressions.ts';
import type { SyncStore } from '../sync-store.ts';
import { createEraseContacts } from './erase-contacts.ts';
import { createEraseKeys } from './erase-keys.ts';
import { createOverwriting } from './overwriting.ts';
import { createRedactTexts } from './redact-texts.ts';
import { createScrub } from './scrub.ts';

/** Removes personal data of persons. */
export function createErasure(input: {
  connection: Connection;
  readHead: ReadHead;
  reads: SuppressionReads;
  suppressions: Pick<Suppressions, 'write'>;
  clientLog: ClientLog;
}): Pick<SyncStore, keyof ErasureStore> {
  const { connection } = input;
  const eraseContacts = createEraseContacts(input);
  const eraseKeys = createEraseKeys(input);
  const redactTexts = createRedactTexts(input);
  const overwriting = createOverwriting(connection);
  return {
    eraseContacts: (order) => overwriting(() => eraseContacts(order)),
    eraseKeys: (order) => overwriting(() => eraseKeys(order)),
    redactTexts: (order) => overwriting(() => redactTexts(order)),
    scrub: createScrub({ connection }),
  };
}
