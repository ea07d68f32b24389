import { blankCells, createRedactor } from '../../common/redaction.ts';
import type { Redactor } from '../../common/redaction.ts';
import type { Cell, Connection, Row } from '../connection/connection.ts';
import type { SyncStore } from '../sync-store.ts';
import { createLogRedaction } from './redact-logs.ts';
import type { RedactPart } from './redact-part.ts';

/** A table with free text or content: its primary key, and the columns to search. `cells`: a column with a row of a list. */
type Place = { table: string; key: readonly string[]; texts: readonly string[]; cells?: string };

/** Another person than that of the row may be named in these columns. */
export const places: readonly Place[] = [
  { table: 'import_rows', key: ['import', 'row'], texts: ['detail'], cells: 'cells' },
  { table: 'requests', key: ['key'], texts: ['result', 'body'] },
  { table: 'deliveries', key: ['id'], texts: ['body', 'last_error', 'answer'] },
  { table: 'messages', key: ['attempt'], texts: ['subject', 'body', 'audit'] },
  { table: 'reviews', key: ['id'], texts: ['note'] },
  { table: 'holds', key: ['client'], texts: ['reason'] },
  { table: 'stop_events', key: ['number'], texts: ['reason'] },
  { table: 'inbox', key: ['number'], texts: ['body'] },
  { table: 'suppressions', key: ['client', 'address', 'campaign'], texts: ['reason', 'origin'] },
  {
    table: 'consents',
    key: ['client', 'address', 'channel'],
    texts: ['source', 'purpose', 'evidence'],
  },
  { table: 'persons', key: ['id'], texts: ['opt_out'] },
  { table: 'attempts', key: ['key'], texts: ['details', 'callbacks', 'correction'] },
];

/** Searches one part after another: the places in their order, then the logs. */
export function createRedactTexts({ connection }: { connection: Connection }): SyncStore['redactTexts'] {
  const parts = places.map((place) => createPlace(connection, place));
  const { campaignLog, clientLog } = createLogRedaction({ connection });
  const all = [...parts, campaignLog, clientLog];
  return ({ texts, after, limit }) => {
    const [index, ...last] = readPlace(after);
    const part = all[index];
    if (!part) return null;
    const { next } = part({ redactor: createRedactor(texts), last, limit });
    if (next) return JSON.stringify([index, ...next]);
    return index + 1 < all.length ? JSON.stringify([index + 1]) : null;
  };
}

function readPlace(after: string | null): [number, ...Cell[]] {
  return after === null ? [0] : (JSON.parse(after) as [number, ...Cell[]]);
}

function createPlace({ prepare, transact }: Connection, { table, key, texts, cells }: Place): RedactPart {
  const columns = [...texts, ...(cells === undefined ? [] : [cells])];
  const list = [...key, ...columns].join(', ');
  const order = `ORDER BY ${key.join(', ')} LIMIT ?`;
  const marks = key.map(() => '?').join(', ');
  const first = prepare(`SELECT ${list} FROM ${table} WHERE ${key[0]} > ? ${order}`);
  const later = prepare(`SELECT ${list} FROM ${table} WHERE (${key.join(', ')}) > (${marks}) ${order}`);
  const update = prepare(
    `UPDATE ${table} SET ${columns.map((name) => `${name} = ?`).join(', ')}
     WHERE ${key.map((name) => `${name} = ?`).join(' AND ')}`,
  );
  const isText = new Set([
    'requests',
    'deliveries',
    'messages',
    'reviews',
    'holds',
    'suppressions',
    'consents',
  ]);
  const beforeAll: Cell = isText.has(table) ? '' : -1;
  return ({ redactor, last, limit }) =>
    transact(() => {
      const rows = last.length === 0 ? first.all(beforeAll, limit) : later.all(...last, limit);
      for (const row of rows) {
        const changed = redactedColumns({
          redactor,
          found: row.slice(key.length),
          hasCells: cells !== undefined,
        });
        if (changed) update.run(...changed, ...row.slice(0, key.length));
      }
      const end = rows.length < limit ? null : rows.at(-1)?.slice(0, key.length);
      return { next: end ?? null };
    });
}

/** Returns the columns without the removed texts; null if nothing changes. The last column may be a row of a list. */
function redactedColumns({
  redactor,
  found,
  hasCells,
}: {
  redactor: Redactor;
  found: Row;
  hasCells: boolean;
}): Cell[] | null {
  const texts = hasCells ? found.slice(0, -1) : found;
  const redacted = texts.map((cell) => (typeof cell === 'string' ? redactor.text(cell) : null));
  const list = hasCells ? (JSON.parse(String(found.at(-1))) as string[]) : [];
  const isTheirs = hasCells && (redactor.cells(list) !== null || redacted.some((text) => text !== null));
  if (isTheirs) return [...texts.map(() => null), JSON.stringify(blankCells(list))];
  if (redacted.every((text) => text === null)) return null;
  return texts.map((cell, index) => redacted[index] ?? cell);
}
