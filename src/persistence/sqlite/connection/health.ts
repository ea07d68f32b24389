import { unhealthy } from '../../../domain/health.ts';
import type { Health } from '../../../domain/health.ts';
import type { Connection } from './connection.ts';
import { isDiskTrouble } from './failures.ts';

export type HealthCheck = {
  /** Records the failure of a call. */
  noteFailure: (error: unknown) => void;
  check: () => Health;
};

/** About as much as a large turn adds to the file. If this fits, the next turn fits. */
const probeBytes = 1024 * 1024;

/** Records whether the disk accepted the last write. After a failure each health check tries a write of its own. */
export function createHealth({ connection }: { connection: Connection }): HealthCheck {
  const { prepare, transact } = connection;
  const touch = prepare('SELECT 1 FROM campaigns WHERE number = 1');
  const fill = prepare(`INSERT INTO room_probes (room) VALUES (zeroblob(${probeBytes}))`);
  const clear = prepare('DELETE FROM room_probes');
  let trouble: Error | null = null;

  const tryAgain = (): void => {
    try {
      transact(() => fill.run());
      trouble = null;
    } finally {
      transact(() => clear.run());
    }
  };

  return {
    noteFailure(error) {
      if (isDiskTrouble(error) && error instanceof Error) trouble = error;
    },
    check() {
      touch.get();
      if (trouble === null) return { ok: true, detail: 'ready' };
      try {
        tryAgain();
        return { ok: true, detail: 'ready again' };
      } catch {
        return unhealthy(trouble, { code: 'store.failed', advice: 'Check the disk and its free space.' });
      }
    },
  };
}
