import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Config } from '../../config.ts';
import { moveStore, undoMove } from '../../migration/move/move-store.ts';
import type { Moved } from '../../migration/move/move-store.ts';
import { openMoveCopy, openMoveSource, openMoveTarget } from '../../persistence/move/index.ts';
import { readUnsent } from '../../persistence/send-log/open-send-log.ts';
import { createUlids } from '../../platform/ids.ts';
import { interrupted, usageError } from '../errors.ts';
import { dataFolder } from '../folder/data-folder.ts';
import { verificationLine } from '../text/verification-line.ts';
import { counted } from '../text/times.ts';
import type { VerbInput } from '../verb.ts';

/** Carries out `migrate --from`: moves the store of a folder to MongoDB, or with `--undo` makes it usable again. */
export async function moveFolder(
  { cli, output, options }: Pick<VerbInput, 'cli' | 'output' | 'options'>,
  { path, config }: { path: string; config: Config },
): Promise<void> {
  if (config.STORE !== 'mongodb')
    throw usageError('--from needs STORE=mongodb and MONGODB_URI.', 'They name the database to move to.');
  const folder = dataFolder({ path });
  if (!folder.hasStore) throw usageError(`${path} has no store.`, 'Name a data folder, which DATA_DIR sets.');
  const source = await openMoveSource({ path: folder.store });
  try {
    const target = await openMoveTarget({ uri: config.MONGODB_URI });
    try {
      if (options.flag('undo')) {
        await undoMove({ source, target });
        output.document({ outcome: 'undone', from: folder.store, to: target.name });
        output.result(`${folder.store} is in use again, and ${target.name} is not used.`);
        return;
      }
      const moved = await moveStore({
        source,
        target,
        openCopy: () => openMoveCopy({ uri: config.MONGODB_URI, ...cli }),
        unsent: readUnsent({ path: folder.sends, now: cli.system.now }),
        newMoveId: () => `mov_${createUlids({ clock: cli.system, random: cli.random })()}`,
        now: () => Math.floor(cli.system.now()),
        onPart: createProgress({ cli, output }),
      });
      output.document({ ...moved, from: folder.store, to: target.name });
      for (const line of linesOf(moved)) output.result(line);
      output.result(`${folder.store} was moved to ${target.name}.`);
      output.say('Next: ringmaster serve, with STORE=mongodb');
    } finally {
      await target.close();
    }
  } finally {
    await source.store.close();
  }
}

/** Reports each table when its copy begins, and stops the copy on an interruption. */
function createProgress({
  cli,
  output,
}: Pick<VerbInput, 'cli' | 'output'>): (table: string) => Promise<void> {
  let last = '';
  return async (table) => {
    if (cli.interrupt.aborted)
      throw interrupted('The move was interrupted.', 'Run the same command again: it continues the move');
    if (table !== last) output.say(`copying ${table}`);
    last = table;
    await nextTurn();
  };
}

function linesOf(moved: Moved): string[] {
  if (moved.outcome === 'unchanged') return [];
  const rows = moved.tables.reduce((sum, table) => sum + table.rows, 0);
  return [
    ...moved.campaigns.map((verified) => verificationLine(verified)),
    `${counted(rows, 'row')} of ${moved.tables.length} tables copied.`,
  ];
}
