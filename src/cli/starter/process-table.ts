import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/** A process that runs. */
export type ProcessFacts = {
  pid: number;
  parent: number;
  /** Its process group: a shell, `setsid` and job control give a program that is to live by itself one of its own. */
  group: number;
  /** When it was started, in the system's own notation: the same process id with another start is another process. */
  startedAt: string;
  /** Its command line. */
  command: readonly string[];
};

/** The processes of this machine. */
export type ProcessTable = {
  /** Null if there is none with that id, or if it has ended and was not yet waited for. */
  read: (pid: number) => ProcessFacts | null;
  /** Whether that process, and not a later one with its id, still runs. */
  lives: (facts: ProcessFacts) => boolean;
};

/** Linux has /proc; elsewhere `ps` is asked once, and later whether the process id is in use. */
export function createProcessTable(): ProcessTable {
  return existsSync('/proc/self/stat') ? createProcTable() : createPsTable();
}

function createProcTable(): ProcessTable {
  const read = (pid: number): ProcessFacts | null => {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split(/[\0 ]/).filter(Boolean);
      return parseStat({ pid, stat, command });
    } catch {
      return null;
    }
  };
  return { read, lives: ({ pid, startedAt }) => read(pid)?.startedAt === startedAt };
}

/** Reads proc_pid_stat(5): the name in parentheses may hold anything, so fields are counted from its end. */
export function parseStat({
  pid,
  stat,
  command,
}: {
  pid: number;
  stat: string;
  command: readonly string[];
}): ProcessFacts | null {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state = 'X', parent, group] = fields;
  const startedAt = fields[19];
  if (startedAt === undefined || ['Z', 'X'].includes(state)) return null;
  return { pid, parent: Number(parent), group: Number(group), startedAt, command };
}

const psColumns = 'pid=,ppid=,pgid=,stat=,lstart=,command=';

/** `ps` as POSIX and macOS have it. Its start times are seconds, which is fine enough for processes that run now. */
function createPsTable(): ProcessTable {
  let known: ReadonlyMap<number, ProcessFacts> | null = null;
  const readAll = (): ReadonlyMap<number, ProcessFacts> => {
    const text = execFileSync('ps', ['-A', '-o', psColumns], {
      encoding: 'utf8',
      env: { ...process.env, LC_ALL: 'C' },
      maxBuffer: 64 * 1024 * 1024,
    });
    return new Map(parsePs(text).map((facts) => [facts.pid, facts]));
  };
  return {
    read(pid) {
      try {
        known ??= readAll();
      } catch {
        known = new Map();
      }
      return known.get(pid) ?? null;
    },
    lives({ pid }) {
      try {
        return process.kill(pid, 0);
      } catch (error) {
        return error instanceof Error && 'code' in error && error.code === 'EPERM';
      }
    },
  };
}

const psLine = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\S+)\s+(\w{3}\s+\w{3}\s+\d+\s+[\d:]{8}\s+\d{4})\s+(.*)$/;

/** The lines of `ps -o pid=,ppid=,pgid=,stat=,lstart=,command=`; ended processes are left out. */
export function parsePs(text: string): ProcessFacts[] {
  return text.split('\n').flatMap((line) => {
    const [, pid, parent, group, state = 'Z', startedAt, command] = psLine.exec(line) ?? [];
    if (startedAt === undefined || command === undefined || state.startsWith('Z')) return [];
    const words = command.split(/\s+/).filter(Boolean);
    return [{ pid: Number(pid), parent: Number(parent), group: Number(group), startedAt, command: words }];
  });
}
