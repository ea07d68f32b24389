import { keysOf } from '../../../domain/contact/contact.ts';
import { keyKind } from '../../../domain/contact/opt-out.ts';
import type { OptOutMark } from '../../../domain/contact/opt-out.ts';
import { barOf } from '../../../domain/contact/reach.ts';
import { everyClient } from '../../../domain/contact/party.ts';
import { startedIn } from '../../contract/turn/started.ts';
import type { Turn } from '../../contract/store.ts';
import type { ReadHead } from '../campaigns/campaign-heads.ts';
import type { Connection } from '../connection/connection.ts';
import { keysFrom, reachFields } from '../rows/contacts/contact-rows.ts';
import { keyOf } from '../rows/keys.ts';
import type { Suppressions } from './suppressions.ts';
import type { SyncStore } from '../sync-store.ts';

export type ContactReach = Pick<SyncStore, 'readReach'> & {
  /**
   * The positions of minted and sent attempts whose contact must not be contacted at their address, because of any of its keys and
   * of what the turn itself suppresses.
   */
  barred: (input: {
    campaign: number;
    turn: Pick<Turn, 'record' | 'minted' | 'sent' | 'suppressions'>;
  }) => number[];
};

type ReasonFor = (key: string) => string | null;

/** Where contacts can be reached, and which of their keys are suppressed. */
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
      const { record, suppressions: put } = turn;
      const { client } = record;
      const started = startedIn(turn);
      if (started.length === 0 || (put.length === 0 && !suppressions.hasAny(client))) return [];
      const own = new Map(
        put
          .filter((one) => one.client === client || one.client === everyClient)
          .map(({ address, reason }) => [address, reason]),
      );
      const reasonFor: ReasonFor = (key) => own.get(key) ?? suppressions.reasonFor(client, key);
      return started
        .filter(({ position, address }) => {
          const row = readKeys.get(keyOf(campaign, position));
          const keys = row ? keysOf(keysFrom(row)) : [];
          const marks = marksOf([...new Set([address, ...keys])], reasonFor);
          const kind = keyKind(address);
          return barOf({ marks, kind: kind === 'id' ? 'phone' : kind, address }) !== null;
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

function marksOf(keys: readonly string[], reasonFor: ReasonFor): OptOutMark[] {
  return keys.flatMap((key) => {
    const reason = reasonFor(key);
    return reason === null ? [] : [{ key, reason }];
  });
}
