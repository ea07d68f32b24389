import { fstatSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, join } from 'node:path';
import type { StartFacts } from '../../config.ts';
import type { ProcessFacts } from './process-table.ts';

/** Commands that start a program that outlives the shell. */
const detaching: ReadonlySet<string> = new Set(['nohup', 'setsid', 'daemonize', 'start-stop-daemon']);

/**
 * Whether this process was started to outlive its starter: by systemd, or with `nohup` or `setsid`. Node restores the
 * default action of SIGHUP at its start, so `nohup` is recognised by its traces: the command in the variable `_`, the
 * output file nohup.out, or an input that is open only for writing.
 */
export function isToOutlive({
  pid,
  facts: { shellCommand, systemdPid },
  chain,
  traces,
}: {
  pid: number;
  facts: Pick<StartFacts, 'shellCommand' | 'systemdPid'>;
  chain: readonly ProcessFacts[];
  traces: StartTraces;
}): boolean {
  const top = chain.at(-1);
  const started = [pid, ...chain.map(({ pid: one }) => one), ...(top ? [top.parent] : [])];
  if (systemdPid !== null && started.includes(systemdPid)) return true;
  const commands = [shellCommand, top ? traces.shellCommandOf(top.pid) : null];
  return commands.some((one) => one !== null && detaching.has(basename(one))) || traces.hasNohupFiles();
}

/** Traces that a start leaves in the system. */
export type StartTraces = {
  /** Returns `_` in the environment with which a process was started; null if it is not known. */
  shellCommandOf: (pid: number) => string | null;
  /** Whether input or output are as `nohup` sets them. */
  hasNohupFiles: () => boolean;
};

export function createStartTraces({ cwd }: { cwd: string }): StartTraces {
  return {
    shellCommandOf(pid) {
      const text = attempt(() => readFileSync(`/proc/${pid}/environ`, 'utf8')) ?? '';
      return /(?:^|\0)_=([^\0]*)/.exec(text)?.[1] ?? null;
    },
    hasNohupFiles: () =>
      isWriteOnlyInput() || [cwd, homedir()].some((folder) => isOutput(join(folder, 'nohup.out'))),
  };
}

/** Whether input is open only for writing. GNU nohup opens /dev/null this way, so that a read fails. */
function isWriteOnlyInput(): boolean {
  const flags = /^flags:\s*(\d+)/m.exec(attempt(() => readFileSync('/proc/self/fdinfo/0', 'utf8')) ?? '');
  const isNull = attempt(() => readlinkSync('/proc/self/fd/0')) === '/dev/null';
  return isNull && flags !== null && (Number.parseInt(flags[1] ?? '', 8) & 3) === 1;
}

function isOutput(path: string): boolean {
  const file = attempt(() => statSync(path));
  if (!file) return false;
  return [1, 2].some((descriptor) => {
    const output = attempt(() => fstatSync(descriptor));
    return output !== null && output.ino === file.ino && output.dev === file.dev;
  });
}

function attempt<Value>(read: () => Value): Value | null {
  try {
    return read();
  } catch {
    return null;
  }
}
