import type { Cell } from '../../connection/connection.ts';
import type { Code, OpenCode } from '../codes.ts';

/**
 * The kinds of personal data of a contact that a column may contain: an address, the name, an id from another system,
 * free text that may be about the contact, or `content`, such as a row of a list or the body of an event, which may
 * contain any of these.
 */
export const personalKinds = ['address', 'name', 'identifier', 'free-text', 'content'] as const;
export type PersonalKind = (typeof personalKinds)[number];

/** The type that is declared in SQLite for each type of column. */
export const declaredTypes = {
  text: 'TEXT',
  integer: 'INTEGER',
  real: 'REAL',
  boolean: 'INTEGER',
  code: 'INTEGER',
  json: 'TEXT',
  blob: 'BLOB',
} as const;
export type ColumnType = keyof typeof declaredTypes;

/** The way in which a value is stored in a column. */
export type Column<Value> = {
  type: ColumnType;
  nullable: boolean;
  /** The name in the database; null if it is the name of the property in snake_case. */
  name: string | null;
  /** The column of another table from which it is read, such as `campaigns.id`. It is never written. */
  joined: string | null;
  /** The personal data in it; null if it has none. */
  personal: PersonalKind | null;
  /** Null if the value is stored as it is. */
  encode: ((value: Value) => Cell) | null;
  decode: ((cell: Cell) => Value) | null;
};

/** Text and JSON columns name their personal data, or `null` for none. */
type Marked = { personal: PersonalKind | null };

const plain = { nullable: false, name: null, joined: null, personal: null, encode: null, decode: null };

export function text<Value extends string>({ personal }: Marked): Column<Value> {
  return { ...plain, type: 'text', personal };
}

export function integer<Value extends number>(): Column<Value> {
  return { ...plain, type: 'integer' };
}

/** Declares a number that may have a fraction. */
export function real(): Column<number> {
  return { ...plain, type: 'real' };
}

/** Declares a boolean, stored as 0 or 1. */
export function boolean(): Column<boolean> {
  return { ...plain, type: 'boolean', encode: (value) => (value ? 1 : 0), decode: (cell) => cell === 1 };
}

/** Declares a word that is stored as its number in a table of codes. */
export function code<Word extends string>(table: Code<Word>): Column<Word> {
  return {
    ...plain,
    type: 'code',
    encode: table.encode,
    decode: (cell) => table.decode(cell as number),
  };
}

/** Declares a word that is stored as its number in a table of codes, or as text if the table does not contain it. */
export function openCode<Word extends string>(table: OpenCode<Word>): Column<Word> {
  return {
    ...plain,
    type: 'code',
    encode: table.encode,
    decode: (cell) => table.decode(cell as number | Word),
  };
}

/** Declares a value that is stored as JSON text. */
export function json<Value>({ personal }: Marked): Column<Value> {
  return {
    ...plain,
    type: 'json',
    personal,
    encode: (value) => JSON.stringify(value),
    decode: (cell) => JSON.parse(cell as string) as Value,
  };
}

/** Declares bytes that only SQLite reads, such as reserved space. */
export function blob(): Column<Uint8Array> {
  return { ...plain, type: 'blob' };
}

/** Returns the same column, which may be null. */
export function nullable<Value>(column: Column<Value>): Column<Value | null> {
  const { encode, decode } = column;
  return {
    ...column,
    nullable: true,
    encode: encode && ((value) => (value === null ? null : encode(value))),
    decode: decode && ((cell) => (cell === null ? null : decode(cell))),
  };
}

/** Returns the same column for a primary key: null is stored as empty text. */
export function orEmpty<Value extends string>(column: Column<Value>): Column<Value | null> {
  return {
    ...column,
    encode: (value) => value ?? '',
    decode: (cell) => (cell === '' ? null : (cell as Value)),
  };
}

/** Returns the same column with a name that is not that of its property. */
export function named<Value>(name: string, column: Column<Value>): Column<Value> {
  return { ...column, name };
}

/** Declares a property that is read from a column of another table, which the query joins. */
export function joined<Value>(from: string, column: Column<Value>): Column<Value> {
  return { ...column, joined: from };
}
