import { basename } from 'node:path';
import type { StartFacts } from '../../config.ts';
import type { ProcessFacts, ProcessTable } from './process-table.ts';

/** Which processes' end ends this one. */
export type Starters =
  /** None: it was started by hand, by a script or a supervisor, or to outlive what started it. */
  | { kind: 'none' }
  /** From the parent of this process to the one that was started first. */
  | { kind: 'bound'; chain: readonly ProcessFacts[] }
  /** What started this process had ended before this process could look. */
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
/** A longer chain of wrappers than anyone uses. */
const mostAncestors = 32;
/** A command line that runs this program and nothing else, in the foreground. */
const onlyUs = /^\s*(?:\S*node\s+)?\S*ringmaster(?:\.js)?(?=\s|$)[^&;|]*$/;

/**
 * Finds what started this process: npm (`npm exec`, `npx`, `npm run`) with the shell it uses, and our launcher on an
 * older Node. Only processes of the same process group count: one with a group of its own was set apart on purpose.
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

/** The ancestors in the same process group, the nearest first, and the one above them. */
function readAncestors({ self, table }: { self: ProcessFacts; table: ProcessTable }): {
  ancestors: ProcessFacts[];
  outside: ProcessFacts | null;
} {
  const ancestors: ProcessFacts[] = [];
  let next = table.read(self.parent);
  while (next?.group === self.group && ancestors.length < mostAncestors) {
    ancestors.push(next);
    next = next.parent > 0 ? table.read(next.parent) : null;
  }
  return { ancestors, outside: next };
}

/** `npm exec ringmaster serve`, `node /usr/bin/npx ringmaster serve` */
function isPackageManager({ command }: ProcessFacts): boolean {
  return command.slice(0, 2).some((word) => packageManagers.has(basename(word).replace(/\.[cm]?js$/, '')));
}
