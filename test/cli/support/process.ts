import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

const entry = fileURLToPath(new URL('entry.ts', import.meta.url));

/** A command that runs as a separate process. */
export type Running = {
  child: ChildProcess;
  stdout: () => string;
  stderr: () => string;
  /** Resolves with the match once stderr has it; rejects if the process ends before. */
  says: (pattern: RegExp) => Promise<RegExpExecArray>;
  /** The exit code, or the signal that ended it. */
  ended: Promise<number | NodeJS.Signals>;
};

/** A folder that is removed after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'ringmaster-cli-'));
  // A killed process may have children that write until they notice it.
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 10 }));
  return folder;
}

/** Starts a command as a real process without the settings of this machine. It is killed after the test. */
export function start(
  args: readonly string[],
  { cwd, environment = {} }: { cwd: string; environment?: Readonly<Record<string, string>> },
): Running {
  const { PATH, HOME, TMPDIR, NODE_COMPILE_CACHE } = process.env;
  const base = { PATH, HOME, TMPDIR, NODE_COMPILE_CACHE };
  const child = spawn(process.execPath, [entry, ...args], { cwd, env: { ...base, ...environment } });
  const written = { stdout: '', stderr: '' };
  const listeners = new Set<() => void>();
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.on('data', (chunk: Buffer) => {
      written[name] += chunk.toString('utf8');
      for (const listener of listeners) listener();
    });
  }
  const ended = new Promise<number | NodeJS.Signals>((resolve) => {
    child.once('close', (code, signal) => resolve(signal ?? code ?? -1));
  });
  const started: Running = {
    child,
    stdout: () => written.stdout,
    stderr: () => written.stderr,
    ended,
    says: (pattern) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const found = pattern.exec(written.stderr);
          if (found) resolve(found);
        };
        listeners.add(look);
        void ended.then((code) => {
          look();
          reject(new Error(`ended with ${code} without saying ${String(pattern)}:\n${written.stderr}`));
        });
        look();
      }),
  };
  // Files of one worker share this module, so that a hook of the module would belong to the first of them only.
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  return started;
}
