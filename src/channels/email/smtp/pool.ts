import type { Clock } from '../../../platform/clock.ts';
import type { MailConnection, OpenFailure, Opened } from './connection.ts';

/** The maximum number of connections to one mail server for one mailbox, and so of its messages under way at once. */
export const connectionsPerMailbox = 5;

/** Connections to one mail server. It holds no message: a message gets a connection of its own, or none. */
export type ConnectionPool = {
  /** Makes sure that a connection is open, and leaves it in the pool. Returns why there is none. */
  warm: () => Promise<OpenFailure | null>;
  /** Takes a connection for one message; opens one if none is idle. Null if all are in use. */
  take: () => Promise<MailConnection | OpenFailure | null>;
  /** Returns a connection to the pool. */
  giveBack: (connection: MailConnection) => void;
  close: () => void;
};

export function createConnectionPool({
  open,
  clock,
  most = connectionsPerMailbox,
  idleMs = 30_000,
}: {
  open: () => Promise<Opened>;
  /** The system clock. */
  clock: Clock;
  most?: number;
  /** How long an idle connection stays open. Mail servers end idle sessions after some minutes. */
  idleMs?: number;
}): ConnectionPool {
  const idle: { connection: MailConnection; end: () => void }[] = [];
  let count = 0;
  let isClosed = false;

  const drop = (connection: MailConnection): void => {
    count -= 1;
    connection.close();
  };
  const giveBack = (connection: MailConnection): void => {
    if (isClosed || !connection.isUsable()) return drop(connection);
    const end = clock.at(clock.now() + idleMs, () => {
      const index = idle.findIndex((one) => one.connection === connection);
      if (index < 0) return;
      idle.splice(index, 1);
      drop(connection);
    });
    idle.push({ connection, end });
  };
  const take = async (): Promise<MailConnection | OpenFailure | null> => {
    for (let last = idle.pop(); last; last = idle.pop()) {
      last.end();
      if (last.connection.isUsable()) return last.connection;
      drop(last.connection);
    }
    if (count >= most) return null;
    count += 1;
    const opened = await open();
    if (opened.kind === 'open') return opened.connection;
    count -= 1;
    return opened;
  };
  return {
    take,
    giveBack,
    async warm() {
      const taken = await take();
      if (taken === null) return null;
      if ('kind' in taken) return taken;
      giveBack(taken);
      return null;
    },
    close() {
      isClosed = true;
      for (const { connection, end } of idle.splice(0)) {
        end();
        drop(connection);
      }
    },
  };
}
