import { keysOf } from '../../../domain/contact/contact.ts';
import { startedIn } from '../../contract/turn/started.ts';
import type { Turn } from '../../contract/store.ts';
import type { ReadHead } from '../campaigns/campaign-heads.ts';
import type { Connection } from '../connection/connection.ts';
import { keysFrom, reachFields } from '../rows/contacts/contact-rows.ts';
import { isBarred, listOf, marksPutBy } from '../../common/bars.ts';
import type { MarksFor } from '../../common/bars.ts';
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
  suppressions: Pick<Suppressions, 'openMarks'>;
}): ContactReach {
  const readKeys = connection.prepare(`SELECT ${reachFields.select()} FROM contacts WHERE key = ?`);
  return {
    barred({ campaign, turn }) {
      const started = startedIn(turn);
      if (started.length === 0) return [];
      const stored = suppressions.openMarks(listOf(turn), turn.record.updatedAt);
      const own = marksPutBy(turn);
      if (stored === null && own.size === 0) return [];
      const marksFor: MarksFor = (key) => [...(own.get(key) ?? []), ...(stored?.(key) ?? [])];
      return started
        .filter(({ position, address }) => {
          const row = readKeys.get(keyOf(campaign, position));
          return isBarred({ address, keys: row ? keysOf(keysFrom(row)) : [], marksFor });
        })
        .map(({ position }) => position);
    },
    readReach({ campaign, positions, at }) {
      const head = readHead(campaign);
      if (!head) return [];
      const marksFor = suppressions.openMarks({ client: head.client, campaign }, at);
      return positions.flatMap((position) => {
        const row = readKeys.get(keyOf(head.number, position));
        if (!row) return [];
        const keys = keysFrom(row);
        const marks = marksFor ? keysOf(keys).flatMap(marksFor) : [];
        return [{ position, addresses: keys.addresses, marks }];
      });
    },
  };
}
