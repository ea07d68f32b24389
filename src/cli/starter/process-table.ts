import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/** A running process. */
export type ProcessFacts = {
  pid: number;
  parent: number;
  /** The process group. A detached program has its own group. */
  group: number;
  /** The start time in the notation of the system. The same process id with another start time is another process. */
  startedAt: string;
  /** The words of the command line. */
  command: readonly string[];
};

/** The processes of this machine. */
export type ProcessTable = {
  /** Returns a process; null if there is none with this id, or if it has ended and is a zombie. */
  read: (pid: number) => ProcessFacts | null;
  /** Whether this process is still running. A later process with its id does not count. */
  lives: (facts: ProcessFacts) => boolean;
};

/**
 * Creates the process table. On Linux it reads /proc. Elsewhere it runs `ps` once, and later checks whether the
 * process id is in use.
 */
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

/**
 * Parses proc_pid_stat(5). The name in parentheses may contain any character, so fields are counted after it. Null
 * for an ended process.
 */
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

/**
 * Creates the table with `ps` of POSIX and macOS. Its start times are in seconds, which is precise enough for running
 * processes.
 */
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

/** Parses the output of `ps -o pid=,ppid=,pgid=,stat=,lstart=,command=`. Ended processes are left out. */
export function parsePs(text: string): ProcessFacts[] {
  return text.split('\n').flatMap((line) => {
    const [, pid, parent, group, state = 'Z', startedAt, command] = psLine.exec(line) ?? [];
    if (startedAt === undefined || command === undefined || state.startsWith('Z')) return [];
    const words = command.split(/\s+/).filter(Boolean);
    return [{ pid: Number(pid), parent: Number(parent), group: Number(group), startedAt, command: words }];
  });
}
