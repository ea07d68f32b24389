import { maxColumns, tooManyColumns } from '../rows.ts';
import type { SourceRow } from '../rows.ts';

/**
 * Converts JSON objects into rows of cells. The header is the union of all keys, in the order of their first
 * occurrence.
 */
export function createJsonCells() {
  const header: string[] = [];
  const indexes = new Map<string, number>();

  const indexOf = (key: string): number => {
    const known = indexes.get(key);
    if (known !== undefined) return known;
    if (header.length === maxColumns) throw tooManyColumns();
    indexes.set(key, header.length);
    return header.push(key) - 1;
  };

  const cellsOf = (value: object): string[] => {
    const entries = fieldsOf(value).map(([key, item]) => [indexOf(key.toWellFormed()), item] as const);
    const cells = Array.from({ length: header.length }, () => '');
    for (const [index, item] of entries) cells[index] = textOf(item);
    return cells;
  };

  return {
    header: (): readonly string[] => header,
    /** Returns a row with a fault if the text is not a JSON object. Throws only `import.too-many-columns`. */
    read({ row, text }: { row: number; text: string }): SourceRow {
      const value = parsed(text);
      if (value === undefined) {
        return faulty({ row, text, code: 'row.malformed-json', detail: 'the line is not valid JSON' });
      }
      if (typeof value !== 'object' || value === null || Array.isArray(value)) {
        return faulty({ row, text, code: 'row.not-an-object', detail: 'the entry is not a JSON object' });
      }
      return { row, cells: cellsOf(value) };
    },
  };
}

function faulty({
  row,
  text,
  code,
  detail,
}: {
  row: number;
  text: string;
  code: string;
  detail: string;
}): SourceRow {
  return { row, cells: [text.slice(0, 1_000).toWellFormed()], fault: { code, detail } };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

const deepest = 4;

/**
 * Nested objects become columns, such as `preferences.do_not_call`, down to `deepest` levels. Deeper objects are kept
 * as JSON.
 */
function fieldsOf(value: object, path = '', depth = 1): readonly (readonly [string, unknown])[] {
  return Object.entries(value).flatMap(([key, item]: [string, unknown]) => {
    const isNested = typeof item === 'object' && item !== null && !Array.isArray(item) && depth < deepest;
    return isNested ? fieldsOf(item, `${path}${key}.`, depth + 1) : [[`${path}${key}`, item] as const];
  });
}

/** A list of plain values (`["+12025550100", "+12025550101"]`) becomes a text with commas. */
function textOf(value: unknown): string {
  if (Array.isArray(value) && value.every((item) => item === null || typeof item !== 'object'))
    return value.map(textOf).filter(Boolean).join(', ');
  return plainTextOf(value);
}

function plainTextOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value.toWellFormed();
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  try {
    return JSON.stringify(value);
  } catch {
    // Nested deeper than the stack allows, so there is no usable text.
    return '';
  }
}
