import type { Logger } from 'pino';
import type { Engine, RuntimeInput } from '../../actors/index.ts';
import type { Store } from '../../persistence/contract/store.ts';

/** What was removed, by kind: contacts, events and idempotency keys. */
export type Removed = { contacts: number; events: number; keys: number };

/** What each part of a sweep uses. `now`: business time at the start of the sweep. */
export type SweepParts = {
  store: Store;
  engine: Pick<Engine, 'removeRecordingsOf'>;
  now: number;
  /** Lets other work run between two commits. Rejects when the instance stops: the next sweep continues. */
  breathe: () => Promise<void>;
  onCommitted: RuntimeInput['onCommitted'];
  log: Logger;
  removed: Removed;
};

/** The author of what a sweep writes. */
export const bySystem = 'system';
