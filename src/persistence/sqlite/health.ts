import type { Connection } from './connection.ts';
import { isDiskTrouble } from './failures.ts';

export type Health = {
  /** Takes note of what went wrong with a call; of disk trouble until a write succeeds. */
  noteFailure: (error: unknown) => void;
  check: () => { ok: boolean; detail: string };
};

/** Knows whether the disk took the last write, and tries again when asked. */
export function createHealth({ connection }: { connection: Connection }): Health {
  let trouble: string | null = null;
  const probe = connection.prepare('PRAGMA user_version');

  return {
    noteFailure(error) {
      if (isDiskTrouble(error) && error instanceof Error) trouble = error.message;
    },
    check() {
      probe.get();
      return trouble === null ? { ok: true, detail: 'ready' } : { ok: false, detail: trouble };
    },
  };
}
