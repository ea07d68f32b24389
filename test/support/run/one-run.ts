import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** The path of an empty store with the newest schema. `test/support/store/empty-store.ts` creates it when needed. */
    emptyStore: string;
  }
}

/** Half of the time of a process's start is spent on compiling the sources. Node keeps what was compiled here. */
const compiled = fileURLToPath(new URL('../../../node_modules/.cache/compiled-for-tests', import.meta.url));

/** A process whose starter was killed takes this long to notice it. */
const endsWithinMs = 5_000;

/**
 * Gives a run of the tests its own folder for temporary files. After the run the folder is removed, and each process that
 * a test started and left behind is killed and makes the run fail.
 */
export function setup({ provide }: Pick<TestProject, 'provide'>): () => Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'ringmaster-tests-'));
  // Real mail servers have folders in it, which their own users enter.
  chmodSync(folder, 0o711);
  provide('emptyStore', join(folder, 'empty-store.db'));
  // The workers and every process that a test starts inherit these.
  process.env['TMPDIR'] = folder;
  process.env['NODE_COMPILE_CACHE'] ??= compiled;
  return async () => {
    const left = await findLeft({ folder });
    for (const { pid } of left) process.kill(pid, 'SIGKILL');
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    if (left.length === 0) return;
    process.exitCode = 1;
    const named = left.map(({ pid, command }) => `${pid} ${command}`).join('\n');
    throw new Error(`Tests left processes behind, which were killed now:\n${named}`);
  };
}

async function findLeft({ folder }: { folder: string }): Promise<{ pid: number; command: string }[]> {
  for (const until = performance.now() + endsWithinMs; ; await delay(20)) {
    const left = findProcesses({ folder });
    if (left.length === 0 || performance.now() > until) return left;
  }
}

/** The processes whose temporary folder is the folder of this run, except its workers. Empty on systems without /proc. */
function findProcesses({ folder }: { folder: string }): { pid: number; command: string }[] {
  return pidsOf('/proc').flatMap((pid) => {
    const environment = readOf(pid, 'environ').split('\0');
    if (!environment.includes(`TMPDIR=${folder}`) || parentOf(pid) === process.pid) return [];
    return [{ pid, command: readOf(pid, 'cmdline').replaceAll('\0', ' ').trim() }];
  });
}

function pidsOf(folder: string): number[] {
  try {
    return readdirSync(folder)
      .filter((name) => /^\d+$/.test(name))
      .map(Number);
  } catch {
    return [];
  }
}

/** Empty if the process has ended, or belongs to another user. */
function readOf(pid: number, name: 'environ' | 'cmdline' | 'status'): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    return '';
  }
}

function parentOf(pid: number): number {
  return Number(/^PPid:\s+(\d+)$/m.exec(readOf(pid, 'status'))?.[1]);
}
