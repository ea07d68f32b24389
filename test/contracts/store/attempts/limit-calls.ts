import type { LimitCap, LimitStore } from '../../../../src/persistence/contract/attempts/limits.ts';
import { monday } from '../fixtures.ts';

type Input<Verb extends keyof LimitStore> = Parameters<LimitStore[Verb]>[0];

/** Calls of the owner of `cmp_spring` in its first epoch on a Monday at nine; each reservation has the next id. */
export function limitCalls(store: () => LimitStore) {
  const time = { hour: '2027-03-01T09', day: '2027-03-01' };
  const owner = { campaign: 'cmp_spring', epoch: 1 };
  let lastId = 0;
  return {
    time,
    cap: (scope: string, changes: Partial<LimitCap> = {}): LimitCap => ({
      scope,
      concurrent: null,
      perSecond: null,
      perHour: null,
      perDay: null,
      ...changes,
    }),
    reserve: (changes: Partial<Input<'reserve'>> & { caps: readonly LimitCap[] }) => {
      lastId += 1;
      return store().reserve({
        ...owner,
        ...time,
        id: lastId,
        want: 1,
        now: monday,
        horizonMs: 1000,
        ...changes,
      });
    },
    release: (changes: Partial<Input<'release'>> & { scopes: readonly string[] }) =>
      store().release({ ...owner, ...time, count: 1, unused: 0, ...changes }),
    held: async (scope: string) => (await store().readLimits([scope]))[0]?.held,
  };
}
