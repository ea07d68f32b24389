import { directName, endedStates } from '../../../domain/campaign/campaign.ts';
import type { CampaignState } from '../../../domain/campaign/campaign.ts';
import { isHashed } from '../../common/hashed-keys.ts';
import { keyOf } from '../../common/keys.ts';
import { blankCells } from '../../common/redaction.ts';
import type { Connection } from '../connection/connection.ts';
import { createFindContacts } from '../contacts/contact-keys.ts';
import { createDropParties } from '../erasure/erase-keys.ts';
import { createHashSuppression } from '../erasure/hash-suppression.ts';
import { createOverwriting } from '../erasure/overwriting.ts';
import type { SuppressionReads } from '../persons/suppression-reads.ts';
import type { Suppressions } from '../persons/suppressions.ts';
import type { SyncStore } from '../sync-store.ts';

/** A campaign that has ended, or the one for single calls, of which calls have ended. */
type Ended = { number: number; client: string; isEnded: boolean };

/** Removes the keys of contacts whose period is over, and the cells of their lists. */
export function createExpire(parts: {
  connection: Connection;
  reads: SuppressionReads;
  suppressions: Pick<Suppressions, 'write'>;
}): Pick<SyncStore, 'expireKeys' | 'expireRows'> {
  const { prepare, transact } = parts.connection;
  const overwriting = createOverwriting(parts.connection);
  const hashSuppression = createHashSuppression(parts);
  const dropParties = createDropParties(parts.connection);
  const findContacts = createFindContacts(parts.connection);
  const read = prepare('SELECT number, client, state, name FROM campaigns WHERE id = ?');
  const listWithContacts = prepare(
    'SELECT number FROM campaigns WHERE client = ? AND contacts_since IS NOT NULL',
  );
  const readImports = prepare(
    'SELECT number FROM imports WHERE campaign = ? AND number >= ? ORDER BY number',
  );
  const readRows = prepare(
    'SELECT row, detail, cells FROM import_rows WHERE import = ? AND row > ? ORDER BY row LIMIT ?',
  );
  const blank = prepare('UPDATE import_rows SET cells = ?, detail = NULL WHERE import = ? AND row = ?');

  const endedOne = (id: string): Ended | null => {
    const row = read.get(id) as [number, string, CampaignState, string] | undefined;
    if (!row) return null;
    const [number, client, state, name] = row;
    const isEnded = endedStates.includes(state);
    return isEnded || name === directName ? { number, client, isEnded } : null;
  };

  return {
    expireKeys: ({ campaign, positions, keys, by, at }) =>
      overwriting(() =>
        transact(() => {
          const ended = endedOne(campaign);
          if (!ended) return;
          const { number, client } = ended;
          const theirs = new Set(positions.map((position) => keyOf(number, position)));
          const others = listWithContacts.all(client).map(([other]) => other as number);
          const isInUse = (key: string): boolean =>
            others.some((other) => findContacts(other, key).some((found) => !theirs.has(found)));
          for (const { key: address, optOut } of keys) {
            if (isHashed(address) || isInUse(address)) continue;
            hashSuppression({ client, address, optOut, by, at });
            dropParties(client, address);
          }
        }),
      ),
    expireRows: ({ campaign, after, limit }) =>
      overwriting(() =>
        transact(() => {
          const ended = endedOne(campaign);
          if (!ended?.isEnded) return null;
          const [from, last] = after === null ? [0, -1] : (JSON.parse(after) as [number, number]);
          const [list] = readImports.all(ended.number, from).map(([one]) => one as number);
          if (list === undefined) return null;
          const rows = readRows.all(list, list === from ? last : -1, limit);
          for (const [row, detail, text] of rows) {
            const cells = JSON.parse(String(text)) as string[];
            if (detail === null && cells.every((cell) => cell === '')) continue;
            blank.run(JSON.stringify(blankCells(cells)), list, row ?? 0);
          }
          return JSON.stringify(rows.length < limit ? [list + 1, -1] : [list, rows.at(-1)?.[0]]);
        }),
      ),
  };
}
