import { keysOf } from '../../../domain/contact/contact.ts';
import { startedIn } from '../../contract/turn/started.ts';
import type { Turn } from '../../contract/store.ts';
import type { ReadHead } from '../campaigns/campaign-heads.ts';
import type { Connection } from '../connection/connection.ts';
import { keysFrom, reachFields } from '../rows/contacts/contact-rows.ts';
import { isBarred, marksOf, reasonsPutBy } from '../../common/bars.ts';
import type { ReasonFor } from '../../common/bars.ts';
import { keyOf } from '../../common/keys.ts';
import type { Suppressions } from './suppressions.ts';
import type { SyncStore } from '../sync-store.ts';

export type ContactReach = Pick<SyncStore, 'readReach'> & {
  /**
   * Returns the positions of minted and sent attempts whose contact must not be contacted at the address of the
   * attempt. The suppressions of the turn itself count.
   */
  barred: (input: {
    campaign: number;
    turn: Pick<Turn, 'record' | 'minted' | 'sent' | 'suppressions'>;
  }) => number[];
};

/** Reads the addresses of contacts, and which of their keys are suppressed. */
export function createContactReach({
  connection,
  readHead,
  suppressions,
}: {
  connection: Connection;
  readHead: ReadHead;
  suppressions: Pick<Suppressions, 'hasAny' | 'reasonFor'>;
}): ContactReach {
  const readKeys = connection.prepare(`SELECT ${reachFields.select()} FROM contacts WHERE key = ?`);
  return {
    barred({ campaign, turn }) {
      const { client } = turn.record;
      const started = startedIn(turn);
      if (started.length === 0 || (turn.suppressions.length === 0 && !suppressions.hasAny(client))) return [];
      const own = reasonsPutBy(turn);
      const reasonFor: ReasonFor = (key) => own.get(key) ?? suppressions.reasonFor(client, key);
      return started
        .filter(({ position, address }) => {
          const row = readKeys.get(keyOf(campaign, position));
          return isBarred({ address, keys: row ? keysOf(keysFrom(row)) : [], reasonFor });
        })
        .map(({ position }) => position);
    },
    readReach({ campaign, positions }) {
      const head = readHead(campaign);
      if (!head) return [];
      const reasonFor: ReasonFor | null = suppressions.hasAny(head.client)
        ? (key) => suppressions.reasonFor(head.client, key)
        : null;
      return positions.flatMap((position) => {
        const row = readKeys.get(keyOf(head.number, position));
        if (!row) return [];
        const keys = keysFrom(row);
        const marks = reasonFor ? marksOf(keysOf(keys), reasonFor) : [];
        return [{ position, addresses: keys.addresses, marks }];
      });
    },
  };
}
