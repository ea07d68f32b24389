import { fstatSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, join } from 'node:path';
import type { StartFacts } from '../../config.ts';
import type { ProcessFacts } from './process-table.ts';

/** Commands that start a program so that it outlives the shell. */
const detaching: ReadonlySet<string> = new Set(['nohup', 'setsid', 'daemonize', 'start-stop-daemon']);

/**
 * Whether this process was started to outlive what started it: by systemd, or with `nohup` or `setsid` somewhere
 * before it. Node restores the default action of SIGHUP at its start, so `nohup` is recognised by what it leaves: the
 * shell's note of the command in `_`, the output file nohup.out, or an input that can only be written to.
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

/** What else the system can tell about a start. */
export type StartTraces = {
  /** `_` in the environment that a process was started with; null where the system does not say. */
  shellCommandOf: (pid: number) => string | null;
  /** Whether input or output are as `nohup` sets them on a terminal. */
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

/** GNU nohup opens /dev/null as input for writing only, so that a read fails. */
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
