/** `?` for each of these columns. */
export function placeholders(names: readonly string[]): string {
  return names.map(() => '?').join(', ');
}

/** `a = ?, b = ?`: sets each of these columns. */
export function assignments(names: readonly string[]): string {
  return names.map((name) => `${name} = ?`).join(', ');
}

/** Inserts a row with these columns. */
export function insertInto(table: string, names: readonly string[]): string {
  return `INSERT INTO ${table} (${names.join(', ')}) VALUES (${placeholders(names)})`;
}

/** Inserts a row with these columns, or replaces all of them, but for the key, in the row that has the same key. */
export function upsertInto(
  table: string,
  { names, key }: { names: readonly string[]; key: readonly string[] },
): string {
  const others = names.filter((name) => !key.includes(name));
  const replaced = others.map((name) => `${name} = excluded.${name}`).join(', ');
  return `${insertInto(table, names)} ON CONFLICT (${key.join(', ')}) DO UPDATE SET ${replaced}`;
}
