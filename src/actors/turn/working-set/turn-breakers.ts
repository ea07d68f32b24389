import { closedBreaker } from '../../../domain/breaker.ts';
import type { Breaker, BreakerBucket, BreakerChange, BreakerReading } from '../../../domain/breaker.ts';
import type { NotedOutcomes } from '../../../persistence/contract/attempts/breakers.ts';
import type { Turn } from '../../../persistence/contract/store.ts';

/** What an attempt of this turn shows about its provider, or about what prepares it. `key`: the circuit breaker. */
export type ProviderOutcome = { attempt: string; key: string; fault: boolean };

/** The circuit breakers as a turn read them, and its changes to them. */
export type TurnBreakers = {
  readings: readonly BreakerReading[];
  /** Returns a breaker with the changes of this turn. */
  find: (key: string) => Breaker;
  buckets: (key: string) => readonly BreakerBucket[];
  put: (breaker: Omit<Breaker, 'rev'>) => void;
  /** Without a key, nothing is noted. */
  noteOutcome: (outcome: Omit<ProviderOutcome, 'key'> & { key: string | null }) => void;
  outcomes: () => readonly ProviderOutcome[];
  addOutcomes: (noted: NotedOutcomes) => void;
  changes: () => readonly BreakerChange[];
  /** Whether the turn changes none. */
  isEmpty: () => boolean;
  /** Returns the changed breakers, and the revisions of those of `dependedOn` that did not change. */
  toTurn: (dependedOn: readonly (string | null)[]) => Pick<Turn, 'breakers' | 'outcomes' | 'breakersSeen'>;
};

export function createTurnBreakers(readings: readonly BreakerReading[]): TurnBreakers {
  const read = new Map(readings.map((reading) => [reading.breaker.key, reading]));
  const changed = new Map<string, BreakerChange>();
  const outcomes: ProviderOutcome[] = [];
  const noted: NotedOutcomes[] = [];
  const before = (key: string): Breaker => read.get(key)?.breaker ?? closedBreaker(key);
  return {
    readings,
    find: (key) => changed.get(key)?.breaker ?? before(key),
    buckets: (key) => read.get(key)?.buckets ?? [],
    put(breaker) {
      const { rev: expectedRev } = before(breaker.key);
      changed.set(breaker.key, { breaker: { ...breaker, rev: expectedRev + 1 }, expectedRev });
    },
    noteOutcome({ key, ...outcome }) {
      if (key !== null) outcomes.push({ ...outcome, key });
    },
    outcomes: () => outcomes,
    addOutcomes: (added) => void noted.push(added),
    changes: () => [...changed.values()],
    isEmpty: () => changed.size === 0,
    toTurn: (dependedOn) => ({
      breakers: [...changed.values()],
      outcomes: noted,
      breakersSeen: [...new Set(dependedOn)].flatMap((key) =>
        key === null || changed.has(key) ? [] : [{ key, rev: before(key).rev }],
      ),
    }),
  };
}
