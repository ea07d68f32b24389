import { campaignDefinitionSchema } from '../../src/domain/campaign-definition.ts';
import { createDraw } from '../simulation/draw.ts';
import type { Crossing } from '../simulation/fuse.ts';
import { play } from '../simulation/play.ts';
import type { Played } from '../simulation/play.ts';
import { drawPeople } from '../simulation/scenario/people.ts';
import type { Happening } from '../simulation/scenario/happening.ts';
import { createScenario } from '../simulation/scenario/scenario.ts';
import type { Scenario } from '../simulation/scenario/scenario.ts';

const seed = 1;

/** Small, and with something of everything: retries, digits, an answer that is lost, a list whose end comes later. */
function smallCampaign(happenings: readonly Happening[]): Scenario {
  const definition = campaignDefinitionSchema.parse({
    name: 'small',
    client: 'northwind',
    steps: [
      {
        id: 'only',
        channel: 'voice',
        from: '+12025550100',
        flow: [{ gather: { speak: 'Press 1 or 9.', on: { '1': 'confirmed', '9': 'opt-out' } } }],
      },
    ],
    sendWindow: { start: '00:00', end: '24:00', skipWeekends: false, holidays: 'none' },
    rateLimits: { concurrent: 3, perSecond: 2 },
    retry: { maxAttempts: 2, maxPerDay: 2, backoff: { first: '2m', jitter: 0 } },
  });
  return {
    ...createScenario(seed),
    instances: 1,
    lease: { leaseMs: 12e6, marginMs: 6e6, beatMs: 2e6, gapMs: 4e6 },
    definitions: [definition],
    people: drawPeople(createDraw({ seed, purpose: 'small' }), 6),
    lateHalfMs: [20_000],
    carrier: { faults: [{ fault: 'accepted-then-500', nth: 2 }] },
    shared: {
      account: { concurrent: null, perSecond: 2 },
      global: { concurrent: 3, perSecond: null },
      caller: { concurrent: null, perSecond: null },
    },
    happenings,
  };
}

/** Every crossing between the service and store, bus, carrier and webhooks, in order, of an undisturbed run. */
export async function enumerateCrossings(): Promise<{ crossings: readonly string[]; played: Played }> {
  const crossings: string[] = [];
  let isBooted = false;
  const played = await play({
    scenario: smallCampaign([]),
    watch({ name, side }: Crossing) {
      if (isBooted) crossings.push(`${side} ${name}`);
    },
    afterEach() {
      isBooted = true;
      return Promise.resolve();
    },
  });
  return { crossings, played };
}

/** The same run with a `kill -9` at that crossing (from 1), and a restart a second later. */
export function crashAt(crossing: number): Promise<Played> {
  return play({
    scenario: smallCampaign([
      { afterMs: 0, kind: 'kill', who: 'all', crossings: crossing, at: null, downMs: 1_000 },
    ]),
  });
}

/** Crashes at every `stride`-th crossing; gives what broke. */
export async function crashEverywhere({
  stride,
  onCrash = () => undefined,
}: {
  stride: number;
  onCrash?: (input: { crossing: number; of: number; name: string }) => void;
}): Promise<{ crossings: number; crashes: number; broken: string[] }> {
  const { crossings, played } = await enumerateCrossings();
  const broken = played.broken === null ? [] : [`undisturbed: ${played.broken}`];
  let crashes = 0;
  for (let crossing = 1; crossing <= crossings.length; crossing += stride) {
    const name = crossings[crossing - 1] ?? '';
    crashes += 1;
    onCrash({ crossing, of: crossings.length, name });
    const result = await crashAt(crossing);
    if (result.broken !== null) broken.push(`crash ${crossing}, ${name}: ${result.broken}`);
  }
  return { crossings: crossings.length, crashes, broken };
}
