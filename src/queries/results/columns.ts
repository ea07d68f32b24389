import type { ImportRecord } from '../../domain/contact/import-record.ts';

/** The columns of all lists of a campaign as one header, and the place of each list's cells in it. */
export type ResultColumns = {
  header: readonly string[];
  /** The cells of a row of that import in header order; those after its last column are in `surplus`. */
  place: (input: { import: string; cells: readonly string[] }) => {
    cells: string[];
    surplus: readonly string[];
  };
};

/** A name that a list uses twice stands for two columns, the first and the second of that name. */
function keysOf(columns: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return columns.map((column) => {
    const count = (seen.get(column) ?? 0) + 1;
    seen.set(column, count);
    return JSON.stringify([column, count]);
  });
}

/** The columns of the first list come first, then those that later lists add, in their order. */
export function resultColumns(imports: readonly Pick<ImportRecord, 'id' | 'columns'>[]): ResultColumns {
  const header: string[] = [];
  const indexes = new Map<string, number>();
  const places = new Map<string, readonly number[]>();
  for (const { id, columns } of imports) {
    const keys = keysOf(columns);
    const own = keys.map((key, index) => {
      const known = indexes.get(key) ?? header.push(columns[index] ?? '') - 1;
      indexes.set(key, known);
      return known;
    });
    places.set(id, own);
  }
  return {
    header,
    place({ import: id, cells }) {
      const own = places.get(id) ?? [];
      const placed = header.map(() => '');
      own.forEach((place, index) => {
        placed[place] = cells[index] ?? '';
      });
      return { cells: placed, surplus: cells.slice(own.length) };
    },
  };
}
