/**
 * The move of an embedded store into this database, by its id. `copying`: not complete. `copied`: complete, and not served
 * yet. `undone`: the embedded store is in use again. `tables`: how far each table is copied.
 */
export type MoveDoc = {
  _id: 'embedded';
  move: string;
  state: 'copying' | 'copied' | 'served' | 'undone';
  tables: Record<string, CopiedTo>;
};
/** The key of the last row that was copied, or `done`. */
export type CopiedTo = readonly (string | number)[] | 'done';
