import type { Connection } from '../connection/connection.ts';

/** The revision of the settings and emergency stops of all clients. */
export type SettingRevision = {
  read: () => number;
  /** Raises the revision within the running transaction, and returns it. */
  raise: () => number;
};

export function createSettingRevision({
  connection: { prepare },
}: {
  connection: Pick<Connection, 'prepare'>;
}): SettingRevision {
  const read = prepare('SELECT last FROM setting_revision');
  const raise = prepare('UPDATE setting_revision SET last = last + 1 RETURNING last');
  return {
    read: () => read.get()?.[0] as number,
    raise: () => raise.get()?.[0] as number,
  };
}
