import pino from 'pino';
import type { Store } from '../../../src/persistence/contract/store.ts';
import type { Clock } from '../../../src/platform/clock.ts';
import { createStoredRehearsal } from '../../../src/rehearsal/rehearse-stored.ts';
import { unlimited } from '../service/process.ts';

type Rehearse = ReturnType<typeof createStoredRehearsal>;

/**
 * The rehearsals of a service that a test has composed, in this thread. A campaign is played once; later requests have the
 * same answer, because a play takes half a second.
 */
export function rehearsalFor({ store, business }: { store: Store; business: Clock }): Rehearse {
  const rehearse = createStoredRehearsal({
    store,
    business,
    shared: { account: unlimited, global: unlimited, caller: unlimited },
    log: pino({ level: 'silent' }),
  });
  const known = new Map<string, ReturnType<Rehearse>>();
  return (input) => {
    const { id } = input.record;
    const rehearsal = known.get(id) ?? rehearse(input);
    known.set(id, rehearsal);
    return rehearsal;
  };
}
