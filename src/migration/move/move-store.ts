import type { Store } from '../../persistence/contract/store.ts';
import { copyTables, countTables } from '../../persistence/move/copy-tables.ts';
import type { CopyInput, TableCount } from '../../persistence/move/copy-tables.ts';
import type { MoveSource } from '../../persistence/move/move-source.ts';
import type { MoveTarget } from '../../persistence/move/index.ts';
import type { LogVerification } from '../../queries/log/verify-log.ts';
import { differs, notMoved, otherTarget, targetInUse, undone } from './move-errors.ts';
import { keepUnsent } from './keep-unsent.ts';
import { verifyCopy } from './verify-copy.ts';

/** The result of a move. `unchanged`: it was complete before. */
export type Moved =
  | { outcome: 'moved'; tables: readonly TableCount[]; campaigns: readonly LogVerification[] }
  | { outcome: 'unchanged' };

export type MoveInput = {
  source: MoveSource;
  target: MoveTarget;
  /** Opens the target as a store, to verify it. */
  openCopy: () => Promise<Store>;
  /** The attempts that the send log of the embedded store proves unsent. */
  unsent: ReadonlySet<string>;
  newMoveId: () => string;
  /** System time. */
  now: () => number;
  onPart?: NonNullable<CopyInput['onPart']>;
};

/**
 * Moves an embedded store to MongoDB. The store is marked before the first copy, so that it is not opened any more, and no instance can use
 * the database before the copy is verified. It may stop at any point: the same call continues. Rejects with
 * `store.not-empty`, `store.other-target`, `store.move-undone` or `store.move-differs`.
 */
export async function moveStore(input: MoveInput): Promise<Moved> {
  const { source, target, newMoveId, now } = input;
  const known = source.move();
  // A move that continues has stored it before the first copy.
  if (!known) await keepUnsent({ store: source.store, unsent: input.unsent, at: now() });
  const move = known ?? ({ id: newMoveId(), target: target.name, state: 'moving', at: now() } as const);
  if (!known) source.mark(move);
  const begun = await beginAt(input, { id: move.id, target: move.target, isNew: known === null });
  if (begun.state === 'undone') throw undone(target.name);
  if (begun.state !== 'copying') {
    source.mark({ ...move, state: 'moved' });
    return { outcome: 'unchanged' };
  }
  await copyTables({ ...input, copied: begun.tables });
  const { tables, campaigns } = await verify(input);
  await target.complete();
  source.mark({ ...move, state: 'moved' });
  return { outcome: 'moved', tables, campaigns };
}

/** If the target refuses a move that is new, the source is not marked. */
async function beginAt(
  { source, target }: Pick<MoveInput, 'source' | 'target'>,
  { id, target: marked, isNew }: { id: string; target: string; isNew: boolean },
): ReturnType<MoveTarget['begin']> {
  try {
    if (!isNew && (await target.read())?.move !== id && target.name !== marked)
      throw otherTarget({ found: target.name, target: marked });
    return await target.begin(id);
  } catch (error) {
    if (isNew) source.mark(null);
    throw error;
  }
}

async function verify({
  source,
  target,
  openCopy,
}: Pick<MoveInput, 'source' | 'target' | 'openCopy'>): Promise<{
  tables: readonly TableCount[];
  campaigns: readonly LogVerification[];
}> {
  const tables = await countTables({ source, target });
  const copy = await openCopy();
  try {
    const clients = (await target.collections.clientLogs.distinct('_id')).map(String);
    const { campaigns, differences } = await verifyCopy({ source: source.store, copy, clients });
    const wrong = tables.filter(({ rows, documents }) => rows !== documents);
    if (wrong.length > 0 || differences.length > 0) throw differs({ counts: wrong, logs: differences });
    return { tables, campaigns };
  } finally {
    await copy.close();
  }
}

/**
 * Makes an embedded store usable again after a move, complete or not. The database is not usable any more. Rejects with
 * `store.not-moved`, `store.other-target`, or `store.move-in-use` if an instance has used the database.
 */
export async function undoMove({ source, target }: Pick<MoveInput, 'source' | 'target'>): Promise<void> {
  const move = source.move();
  if (!move) throw notMoved();
  const found = await target.read();
  const isDropped = found === null && target.name === move.target;
  if (found?.move !== move.id && !isDropped) throw otherTarget({ found: target.name, target: move.target });
  if (found && !(await target.undo(move.id))) throw targetInUse(move.target);
  source.mark(null);
}
