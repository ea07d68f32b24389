import { campaignDefinitionSchema } from '../../src/channels/registry.ts';
import { canaryPlan } from '../../src/domain/campaign/canary.ts';
import type { CanaryPlan } from '../../src/domain/campaign/canary.ts';
import type { CampaignDefinition } from '../../src/domain/campaign/campaign-definition.ts';
import type { FaultRuleInput } from '../../src/simulator/index.ts';
import { createDraw } from '../simulation/draw.ts';
import { draftOf } from '../simulation/scenario/drafts.ts';
import { drawPeople } from '../simulation/scenario/people.ts';
import type { Scenario } from '../simulation/scenario/scenario.ts';
import { createScenario } from '../simulation/scenario/scenario.ts';
import { hourMs } from '../simulation/times.ts';

/** Monday, a minute before New York closes and Sydney opens; Los Angeles is open, Berlin asleep. */
const startAt = Date.UTC(2027, 2, 1, 21, 59);

/** A single process has no other process that watches it. */
const lonelyLease = { leaseMs: 12 * hourMs, marginMs: 6 * hourMs, beatMs: 2 * hourMs, gapMs: 4 * hourMs };

function definitionOf(rateLimits: CampaignDefinition['rateLimits']): CampaignDefinition {
  return campaignDefinitionSchema.parse({
    name: 'crashing',
    client: 'northwind',
    steps: [
      {
        id: 'only',
        channel: 'voice',
        from: '+12025550100',
        flow: [{ gather: { speak: 'Press 1 or 9.', on: { '1': 'confirmed', '9': 'opt-out' } } }],
      },
    ],
    rateLimits,
    retry: { maxAttempts: 2, maxPerDay: 2, backoff: { first: '2m', jitter: 0 } },
  });
}

function scenarioOf({
  seed,
  people,
  concurrent,
  perSecond,
  faults,
  drafts = [],
  canary = null,
}: {
  seed: number;
  people: number;
  concurrent: number;
  perSecond: number;
  faults: readonly FaultRuleInput[];
  drafts?: Scenario['drafts'];
  canary?: CanaryPlan | null;
}): Scenario {
  const definition = definitionOf({ concurrent, perSecond });
  return {
    ...createScenario(seed),
    startAt,
    instances: 1,
    lease: lonelyLease,
    lagMs: 0,
    definitions: [definition],
    canaries: [canary],
    draftDefinition: definition,
    mail: null,
    people: drawPeople(createDraw({ seed, purpose: 'crashes' }), {
      count: people,
      home: null,
      messages: createDraw({ seed, purpose: 'messages' }),
    }),
    carrier: { faults: [...faults], callsPerSecond: perSecond },
    shared: {
      account: { concurrent: null, perSecond },
      global: { concurrent, perSecond: null },
      caller: { concurrent: null, perSecond: null },
    },
    happenings: [],
    orders: [],
    drafts,
  };
}

/**
 * Six contacts that cover each case: zones that close, open and stay closed, retries, digits, a call whose answer is
 * lost, one whose callbacks are lost, throttling. Before it a draft is removed, whose rows are deleted in several
 * commits.
 */
export const smallScenario: Scenario = scenarioOf({
  seed: 1,
  people: 6,
  concurrent: 3,
  perSecond: 2,
  faults: [
    { fault: 'accepted-then-500', nth: 2 },
    { fault: 'reject-429', nth: 4 },
    { fault: 'callback-lost', nth: 9 },
  ],
  drafts: [draftOf(150)],
});

/** A few hundred contacts, a canary start, and a carrier with occasional errors. */
export function largeScenario({ seed, people }: { seed: number; people: number }): Scenario {
  return scenarioOf({
    seed,
    people,
    concurrent: 25,
    perSecond: 5,
    canary: canaryPlan({ contacts: 20, maxFailed: 1, maxInvalid: 1, maxOptOut: 1, maxShort: 1 }, undefined),
    faults: [
      { fault: 'accepted-then-500', probability: 0.02 },
      { fault: 'accepted-then-no-reply', probability: 0.02 },
      { fault: 'reject-429', probability: 0.02 },
      { fault: 'callback-lost', probability: 0.02 },
      { fault: 'callback-duplicate', probability: 0.05, ms: 2_000 },
    ],
  });
}
