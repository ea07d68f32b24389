import { MongoError } from 'mongodb';
import type { Db } from 'mongodb';
import type { ClockStore } from '../../contract/clock.ts';

/** An answer that takes longer is of no use. */
const withinMs = 2_000;

/**
 * Reads the clock of the primary. `hello` reads no data and waits for no disk. A new election is a new source, because
 * another server, or the same one after a restart, may have another time. With `anyMember` it reads the clock of whichever
 * member is connected.
 */
export function createClock(db: Db, { anyMember = false } = {}): ClockStore {
  return {
    async readClock() {
      const hello = await db.command({ hello: 1 }, { timeoutMS: withinMs });
      const { localTime, me, electionId, isWritablePrimary } = hello as {
        localTime: Date;
        me?: string;
        electionId?: unknown;
        isWritablePrimary: boolean;
      };
      if (!isWritablePrimary && !anyMember) throw new MongoError(`${me} is not the primary any more`);
      return { now: localTime.getTime(), source: `${me} ${String(electionId)}` };
    },
  };
}
