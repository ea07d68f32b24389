import { everyClient } from '../../../domain/contact/party.ts';
import type { CommitResult, Turn } from '../../contract/store.ts';
import type { ReadHead } from '../reads/campaign-heads.ts';
import type { Chunks } from './chunks.ts';
import type { Connection } from '../connection/connection.ts';
import type { ContactKeys } from './contact-keys.ts';
import type { Suppressions } from '../tables/suppressions.ts';

type Conflict = Extract<CommitResult, { kind: 'conflict' }>;

/**
 * Tells what a turn met that has changed since it was decided, all of it at once. It is asked after the transaction was
 * rolled back; nothing can have moved in between, because the connection is the only one there is.
 */
export function createConflictReader({
  connection,
  readHead,
  chunks,
  contactKeys,
  suppressions,
}: {
  connection: Connection;
  readHead: ReadHead;
  chunks: Chunks;
  contactKeys: ContactKeys;
  suppressions: Suppressions;
}): (turn: Turn) => Conflict {
  const readRev = connection.prepare('SELECT rev FROM parties WHERE id = ?');

  return (turn) => {
    const { record, parties, minted, suppressions: own, chunk } = turn;
    const { client } = record;
    const campaign = readHead(record.id)?.number ?? -1;
    const suppressedHere = new Set(
      own.filter((one) => one.client === client || one.client === everyClient).map(({ address }) => address),
    );
    return {
      kind: 'conflict',
      parties: parties
        .filter(({ party, expectedRev }) => readRev.get(party.id)?.[0] !== expectedRev)
        .map(({ party }) => party.id),
      suppressed: minted
        .map(({ address }) => address)
        .filter((address) => suppressedHere.has(address) || suppressions.reasonFor(client, address) !== null),
      barred: contactKeys.barred({ campaign, turn }),
      identities: chunk ? chunks.takenIdentities(campaign, chunk) : [],
    };
  };
}
