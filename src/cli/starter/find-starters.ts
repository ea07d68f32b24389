import { basename } from 'node:path';
import type { StartFacts } from '../../config.ts';
import type { ProcessFacts, ProcessTable } from './process-table.ts';

/** The programs that started this process. If one of them ends, this process ends too. */
export type Starters =
  /** None: it was started by hand, by a script or a supervisor, or to outlive its starter. */
  | { kind: 'none' }
  /** From the parent of this process to the program that was started first. */
  | { kind: 'bound'; chain: readonly ProcessFacts[] }
  /** The program that started this process had ended before it could be found. */
  | { kind: 'gone' };

const packageManagers: ReadonlySet<string> = new Set([
  'npm',
  'npx',
  'npm-cli',
  'npx-cli',
  'pnpm',
  'pnpx',
  'yarn',
  'yarnpkg',
  'bun',
  'bunx',
]);
/** The maximum number of ancestors that are searched. */
const maxAncestors = 32;
/** A command line that runs only this program, in the foreground. */
const onlyUs = /^\s*(?:\S*node\s+)?\S*ringmaster(?:\.js)?(?=\s|$)[^&;|]*$/;

/**
 * Finds the programs that started this process: npm (`npm exec`, `npx`, `npm run`) with its shell, and our launcher
 * on an older Node. Only processes of the same process group count, because a separate group means that the process
 * was detached on purpose.
 */
export function findStarters({
  pid,
  facts: { launcher, packageScript },
  table,
}: {
  pid: number;
  facts: Pick<StartFacts, 'launcher' | 'packageScript'>;
  table: ProcessTable;
}): Starters {
  const self = launcher === null && packageScript === null ? null : table.read(pid);
  if (!self) return { kind: 'none' };
  if (launcher !== null && launcher !== self.parent) return { kind: 'gone' };
  const { ancestors, outside } = readAncestors({ self, table });
  const manager = packageScript === null ? -1 : ancestors.findLastIndex(isPackageManager);
  const isOrphan = outside?.pid === 1 && !isPackageManager(outside);
  if (manager < 0 && isOrphan && onlyUs.test(packageScript ?? '')) return { kind: 'gone' };
  const chain = ancestors.slice(0, Math.max(launcher === null ? 0 : 1, manager + 1));
  return chain.length === 0 ? { kind: 'none' } : { kind: 'bound', chain };
}

/** Returns the ancestors in the same process group, the nearest first, and the next ancestor outside the group. */
function readAncestors({ self, table }: { self: ProcessFacts; table: ProcessTable }): {
  ancestors: ProcessFacts[];
  outside: ProcessFacts | null;
} {
  const ancestors: ProcessFacts[] = [];
  let next = table.read(self.parent);
  while (next?.group === self.group && ancestors.length < maxAncestors) {
    ancestors.push(next);
    next = next.parent > 0 ? table.read(next.parent) : null;
  }
  return { ancestors, outside: next };
}

/** Whether a process is a package manager: `npm exec ringmaster serve`, `node /usr/bin/npx ringmaster serve`. */
function isPackageManager({ command }: ProcessFacts): boolean {
  return command.slice(0, 2).some((word) => packageManagers.has(basename(word).replace(/\.[cm]?js$/, '')));
}
