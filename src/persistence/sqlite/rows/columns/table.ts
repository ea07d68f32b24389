import type { Cell, Row } from '../../connection/connection.ts';
import type { Column } from './column.ts';
import { compileFields } from './compile-fields.ts';

/** Properties of an object with the columns in which they are stored. */
export type Fields<Stored> = {
  /** The names of the columns that are written, in the order of `cells`. */
  names: readonly string[];
  /** Returns the list of columns that a query must select for `read`. With `inFull` each name includes its table. */
  select: (input?: { inFull: boolean }) => string;
  /** Returns the cells of an object, in the order of `names`. */
  cells: (stored: Stored) => Cell[];
  /** Returns the object of a row that was read with `select`. The row may have more columns after these. */
  read: (row: Row) => Stored;
  /** Returns the same function for rows in which these columns come after `offset` others. */
  readAt: (offset: number) => (row: Row) => Stored;
};

/** A column as it is in the database. */
export type DeclaredColumn = { table: string; column: string } & Pick<
  Column<unknown>,
  'type' | 'nullable' | 'personal'
>;

/** A table of the database, with the objects that are stored in its rows. */
export type Table<Stored> = Fields<Stored> & {
  table: string;
  /** Every column that the table has in the database. */
  columns: readonly DeclaredColumn[];
  /** Returns only these properties, in this order, for a statement that reads or writes only them. */
  pick: <Key extends keyof Stored & string>(...keys: readonly Key[]) => Fields<Pick<Stored, Key>>;
};

/**
 * Declares the columns of a table, each of them once. Statements, and the conversions between rows and objects, are
 * derived from it. A test compares it with the schema that the migrations create.
 *
 * To add a column:
 * 1. Append a migration (`migrations/`) that adds it, with a default for existing rows.
 * 2. Add its property to the type of the object, which is in `domain/` or the contract, and here to `fields`. The
 *    compiler refuses a property that is missing, unknown or of another type. A column that is not a property of the
 *    object belongs to `own`, with its name in the database.
 * 3. Mark text and JSON with their personal data, or with `personal: null`.
 *
 * Statements that list all columns include the new one. Statements that use `pick` must name it if they need it.
 */
export function declareTable<Stored extends object>({
  table,
  fields,
  own = {},
}: {
  table: string;
  /** The column of each property of the object, in the order of the statements. */
  fields: { [Key in keyof Stored & string]: Column<Stored[Key]> };
  /** Columns that are not properties of the object, such as a number that only this store uses, by their names. */
  own?: Readonly<Record<string, Pick<Column<unknown>, 'type' | 'nullable' | 'personal'>>>;
}): Table<Stored> {
  const fieldsOf = <Part>(keys: readonly (keyof Stored & string)[]): Fields<Part> => {
    const columns = keys.map((property) => ({ property, ...columnOf(property, fields[property]) }));
    const written = columns.filter(({ joined }) => joined === null);
    const inFull = columns.map(({ name, joined }) => joined ?? `${table}.${name}`).join(', ');
    const short = columns.map(({ name, joined }) => joined ?? name).join(', ');
    return {
      names: written.map(({ name }) => name),
      select: (input) => (input?.inFull ? inFull : short),
      ...compileFields<Part>({ read: columns, written }),
    };
  };
  const keys = Object.keys(fields) as (keyof Stored & string)[];
  const stored = keys.map((key) => columnOf(key, fields[key])).filter(({ joined }) => joined === null);
  const others = Object.entries(own).map(([name, column]) => ({ ...column, name }));
  return {
    ...fieldsOf<Stored>(keys),
    table,
    columns: [...others, ...stored].map(({ name, type, nullable, personal }) => ({
      table,
      column: name,
      type,
      nullable,
      personal,
    })),
    pick: (...some) => fieldsOf(some),
  };
}

type NamedColumn<Value> = Column<Value> & { name: string };

function columnOf<Value>(property: string, column: Column<Value>): NamedColumn<Value> {
  const snake = property.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return { ...column, name: column.name ?? snake };
}
