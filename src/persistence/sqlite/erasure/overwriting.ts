import type { Connection } from '../connection/connection.ts';

/** Writes zeros over what the work removes, also in pages that become free. */
export function createOverwriting({
  exec,
}: Pick<Connection, 'exec'>): <Result>(work: () => Result) => Result {
  return (work) => {
    exec('PRAGMA secure_delete = ON');
    try {
      return work();
    } finally {
      exec('PRAGMA secure_delete = FAST');
    }
  };
}
