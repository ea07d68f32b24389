import { keysOf } from '../../../domain/contact/contact.ts';
import { startedIn } from '../../contract/turn/started.ts';
import type { Turn } from '../../contract/store.ts';
import type { ReadHead } from '../campaigns/campaign-heads.ts';
import type { Connection } from '../connection/connection.ts';
import { keysFrom, reachFields } from '../rows/contacts/contact-rows.ts';
import { lacksConsent } from '../../../domain/consent/consent.ts';
import { isBarred, listOf, marksPutBy } from '../../common/bars.ts';
import type { MarksFor } from '../../common/bars.ts';
import { keyOf } from '../../common/keys.ts';
import type { Consents } from './consents.ts';
import type { Suppressions } from './suppressions.ts';
import type { SyncStore } from '../sync-store.ts';

export type ContactReach = Pick<SyncStore, 'readReach'> & {
  /**
   * Returns the positions of minted and sent attempts whose contact must not be contacted at the address of the
   * attempt, or has no consent that the campaign requires. The suppressions of the turn itself count.
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
  consents,
}: {
  connection: Connection;
  readHead: ReadHead;
  suppressions: Pick<Suppressions, 'openMarks'>;
  consents: Pick<Consents, 'openConsents'>;
}): ContactReach {
  const readKeys = connection.prepare(`SELECT ${reachFields.select()} FROM contacts WHERE key = ?`);
  return {
    barred({ campaign, turn }) {
      const started = startedIn(turn);
      if (started.length === 0) return [];
      const stored = suppressions.openMarks(listOf(turn), turn.record.updatedAt);
      const own = marksPutBy(turn);
      const { client, definition, updatedAt } = turn.record;
      const { consent } = definition;
      if (stored === null && own.size === 0 && consent === undefined) return [];
      const consentsFor = consents.openConsents(client, updatedAt);
      const marksFor: MarksFor = (key) => [...(own.get(key) ?? []), ...(stored?.(key) ?? [])];
      return started
        .filter(({ position, address, channel }) => {
          const row = readKeys.get(keyOf(campaign, position));
          const keys = row ? keysOf(keysFrom(row)) : [];
          return isBarred({ address, keys, marksFor }) || lacksConsent(consent, channel, consentsFor(keys));
        })
        .map(({ position }) => position);
    },
    readReach({ campaign, positions, at }) {
      const head = readHead(campaign);
      if (!head) return [];
      const marksFor = suppressions.openMarks({ client: head.client, campaign }, at);
      const consentsFor = consents.openConsents(head.client, at);
      return positions.flatMap((position) => {
        const row = readKeys.get(keyOf(head.number, position));
        if (!row) return [];
        const keys = keysFrom(row);
        const marks = marksFor ? keysOf(keys).flatMap(marksFor) : [];
        return [{ position, addresses: keys.addresses, marks, consented: consentsFor(keysOf(keys)) }];
      });
    },
  };
}
