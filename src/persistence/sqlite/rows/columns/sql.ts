/** Returns one `?` for each of these columns. */
export function placeholders(names: readonly string[]): string {
  return names.map(() => '?').join(', ');
}

/**
 * Returns `a = ?3, b = ?4` for these columns, if `first` is 3. The parameters before come first in the call, so that the
 * cells can be its last ones: V8 copies them if others follow.
 */
export function numberedAssignments(names: readonly string[], first: number): string {
  return names.map((name, index) => `${name} = ?${first + index}`).join(', ');
}

/** Returns `a = ?, b = ?` for these columns. */
export function assignments(names: readonly string[]): string {
  return names.map((name) => `${name} = ?`).join(', ');
}

/** Returns the statement that inserts a row with these columns. */
export function insertInto(table: string, names: readonly string[]): string {
  return `INSERT INTO ${table} (${names.join(', ')}) VALUES (${placeholders(names)})`;
}

/**
 * Returns the statement that inserts a row with these columns. If a row has the same key, all its other columns are
 * replaced.
 */
export function upsertInto(
  table: string,
  { names, key }: { names: readonly string[]; key: readonly string[] },
): string {
  const others = names.filter((name) => !key.includes(name));
  const replaced = others.map((name) => `${name} = excluded.${name}`).join(', ');
  return `${insertInto(table, names)} ON CONFLICT (${key.join(', ')}) DO UPDATE SET ${replaced}`;
}
