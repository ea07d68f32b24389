import { setImmediate as nextTurn } from 'node:timers/promises';
import { externalIdKey } from '../../domain/contact/opt-out.ts';
import { emptyFile } from '../formats/checked-text.ts';
import { openTable } from '../import-reader.ts';
import type { ContactFormat } from '../import-reader.ts';
import type { Phones } from '../numbers/phone.ts';
import type { SourceRow } from '../rows.ts';
import { cleanKey } from '../variables.ts';
import { listColumns } from './list-columns.ts';
import type { ListColumns } from './list-columns.ts';
import { readKeys } from './read-key.ts';

/** An address of a do-not-contact list. `reason` and `expiresAt` are those of its row; null if the row has none. */
export type ListedAddress = { row: number; address: string; reason: string | null; expiresAt: number | null };

/** A row that has no address that could be read, or an end that could not be read and is left out. */
export type RowIssue = { row: number; code: string; detail: string };

/** A part of a list that is stored at once. */
export type ListPart = {
  /** The number of rows in it. */
  rows: number;
  listed: readonly ListedAddress[];
  /** Rows from which nothing is suppressed. */
  refused: readonly RowIssue[];
  /** Rows whose end could not be read. Their addresses are suppressed without an end. */
  warned: readonly RowIssue[];
};

type ListInput = {
  source: AsyncIterable<Uint8Array>;
  format: ContactFormat;
  /** The label of its encoding; UTF-8 and UTF-16 need none. */
  encoding?: string | null;
  /** The country of numbers without +. */
  country: string | null;
  phones: Phones;
  /** The maximum number of rows in a part. */
  partRows: number;
};

/** Reading a hundred rows takes a few milliseconds. */
const rowsPerBreath = 100;

/**
 * Reads a do-not-contact list in parts. Only one part and one piece of the file are in memory. The first line may be a
 * header or an address. A row may have several addresses; each of them is listed. Throws the errors of lists
 * (`import.…`); the parts before it stay valid.
 */
export async function* readDoNotContact(input: ListInput): AsyncGenerator<ListPart, void, undefined> {
  const table = await openTable(input);
  const reader = createRowReader(input);
  try {
    let part = emptyPart();
    const take = (row: SourceRow, columns: ListColumns): void => {
      part.rows += 1;
      reader({ row, columns, part });
    };
    const header = table.header();
    const isHeadless = !table.keyed && hasAddress(header, input);
    let columns = isHeadless ? anyColumn(header) : null;
    if (columns) take({ row: 1, cells: header }, columns);
    let read = 0;
    for await (const row of table.rows) {
      read += 1;
      if (read % rowsPerBreath === 0) await nextTurn();
      if (!isHeadless && (columns === null || table.keyed)) columns = listColumns(table.header());
      if (columns) take(row, columns);
      if (part.rows < input.partRows) continue;
      yield part;
      part = emptyPart();
    }
    if (table.keyed && read === 0) throw emptyFile();
    if (!isHeadless && read === 0 && !table.keyed) listColumns(header, { hasRows: false });
    if (part.rows > 0) yield part;
  } finally {
    await table.close();
  }
}

type Part = { rows: number; listed: ListedAddress[]; refused: RowIssue[]; warned: RowIssue[] };

const emptyPart = (): Part => ({ rows: 0, listed: [], refused: [], warned: [] });

/** Whether a cell of the first line is an address: then the list has no header. */
function hasAddress(cells: readonly string[], { country, phones }: ListInput): boolean {
  return cells.some((text) => text !== '' && 'keys' in readKeys({ text, country, phones }));
}

function anyColumn(cells: readonly string[]): ListColumns {
  return { addresses: [...cells.keys()], areas: [], ids: [], reason: null, expires: null };
}

function createRowReader({ country, phones }: ListInput) {
  return ({ row: source, columns, part }: { row: SourceRow; columns: ListColumns; part: Part }): void => {
    const { row, cells, fault } = source;
    if (fault) return void part.refused.push({ row, ...fault });
    const areaCode = columns.areas.map((index) => cells[index] ?? '').join('');
    const texts = columns.addresses
      .map((index) => cells[index]?.trim() ?? '')
      .filter((text) => text !== '')
      .map((text) => (areaCode !== '' && !text.includes('@') ? `${areaCode} ${text}` : text));
    const ids = columns.ids.map((index) => cleanKey(cells[index] ?? '')).filter((text) => text !== '');
    const found = texts.map((text) => readKeys({ text, country, phones }));
    const keys = [...found.flatMap((one) => ('keys' in one ? one.keys : [])), ...ids.map(externalIdKey)];
    if (keys.length === 0) {
      const refused = found.find((one) => 'code' in one);
      const { code, detail } = refused ?? {
        code: 'contact.address-missing',
        detail: 'the row has no address',
      };
      part.refused.push({ row, code, detail });
      return;
    }
    const reason = cellAt(cells, columns.reason);
    const end = readEnd(cellAt(cells, columns.expires));
    if (end === 'unclear') {
      const detail = 'the end is not a date such as 2027-03-01; the address is suppressed without an end';
      part.warned.push({ row, code: 'suppression.end-unclear', detail });
    }
    const expiresAt = end === 'unclear' ? null : end;
    for (const address of new Set(keys)) part.listed.push({ row, address, reason, expiresAt });
  };
}

const longestReason = 500;

function cellAt(cells: readonly string[], index: number | null): string | null {
  const text = index === null ? '' : (cells[index] ?? '').trim().slice(0, longestReason);
  return text === '' ? null : text;
}

/** A date (its beginning in UTC) or an instant with an offset. */
const instantPattern = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2}))?$/;

function readEnd(text: string | null): number | null | 'unclear' {
  if (text === null) return null;
  const at = instantPattern.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? 'unclear' : at;
}
