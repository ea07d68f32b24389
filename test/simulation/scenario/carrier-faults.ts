import type { FaultRuleInput } from '../../../src/simulator/index.ts';
import { callbackFaults, callFaults, requestFaults } from '../../../src/simulator/faults.ts';
import { createDraw } from '../draw.ts';
import { play } from '../play.ts';
import type { Played } from '../play.ts';
import { createScenario } from './scenario.ts';
import type { Scenario } from './scenario.ts';

/** What a refusal of the account needs an operator for, so it happens a few times only. */
const barring: ReadonlySet<string> = new Set(['reject-401', 'reject-403']);
const durations: Readonly<Record<string, number>> = {
  'slow-reply': 4_000,
  'callback-late': 90_000,
  'callback-duplicate': 2_000,
  'callback-replayed-nonce': 180_000,
  'live-missing': 60_000,
  'live-ghost': 60_000,
  'record-late': 60_000,
};

/** One rule for each fault that the simulator knows. */
export const faultRules: readonly FaultRuleInput[] = [...requestFaults, ...callbackFaults, ...callFaults].map(
  (fault) => ({
    fault,
    // A provider that refuses often opens the breaker for days.
    ...(barring.has(fault) ? { times: 3 } : { probability: /^re(?:set|ject)/.test(fault) ? 0.1 : 0.3 }),
    ...(durations[fault] !== undefined && { ms: durations[fault] }),
    ...(/garbage/.test(fault) && { match: { request: 'any' as const } }),
  }),
);

/** Two different faults, drawn from a seed. */
export function drawPair(seed: number): readonly [FaultRuleInput, FaultRuleInput] {
  const draw = createDraw({ seed, purpose: 'pair of faults' });
  const first = draw.int(0, faultRules.length - 1);
  const second = (first + draw.int(1, faultRules.length - 1)) % faultRules.length;
  const [one, other] = [faultRules[first], faultRules[second]];
  if (!one || !other) throw new RangeError('there is no such fault');
  return [one, other];
}

/** A drawn scenario in which nothing goes wrong but at the carrier. */
function scenarioOf({ seed, faults }: { seed: number; faults: readonly FaultRuleInput[] }): Scenario {
  const drawn = createScenario(seed);
  const { india: _, ...carrier } = drawn.carrier;
  // Machines are detected only where there are some.
  const scenario = { ...carrier.scenario, weights: { human: 4, machine: 3, busy: 1, 'no-answer': 1 } };
  return {
    ...drawn,
    instances: 1,
    lagMs: 0,
    busFaults: null,
    happenings: [],
    drafts: [],
    carrier: { ...carrier, scenario, faults: [...faults] },
  };
}

/** Plays a scenario with these faults of the carrier and no others, and counts how often each was applied. */
export async function playFaults(input: {
  seed: number;
  faults: readonly FaultRuleInput[];
}): Promise<Played & { struck: readonly number[] }> {
  let struck: readonly number[] = [];
  const played = await play({
    scenario: scenarioOf(input),
    afterEach: ({ world }) => {
      struck = world.simulator.faults.rules().map((rule) => rule.struck);
      return Promise.resolve();
    },
  });
  return { ...played, struck };
}
