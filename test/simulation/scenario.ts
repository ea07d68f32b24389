import { campaignDefinitionSchema } from '../../src/domain/campaign-definition.ts';
import type { CampaignDefinition, CampaignDefinitionInput } from '../../src/domain/campaign-definition.ts';
import type { EnrollableRow } from '../../src/domain/contact.ts';
import type { FaultRuleInput, SimulatorOptionsInput } from '../../src/simulator/index.ts';
import { createDraw } from './draw.ts';
import type { Draw } from './draw.ts';

const minute = 60_000;
const hour = 60 * minute;

/** Something an operator, or fate, does at an instant after the start. */
export type Happening = { afterMs: number } & (
  | { kind: 'kill'; downMs: number }
  | { kind: 'pause'; campaign: number; forMs: number }
  | { kind: 'limits'; campaign: number; concurrent: number; perSecond: number }
  | { kind: 'suppress'; contact: number }
  | { kind: 'hold'; forMs: number }
  | { kind: 'skew'; ms: number }
  | { kind: 'store-fails'; forMs: number; after: boolean }
  | {
      kind: 'person';
      campaign: number;
      contact: number;
      name: 'pause' | 'resume' | 'retry' | 'skip' | 'remove';
    }
  | { kind: 'cancel'; campaign: number; hangUp: boolean }
);

export type Scenario = {
  seed: number;
  startAt: number;
  definitions: readonly CampaignDefinition[];
  /** Rows per campaign. */
  lists: readonly (readonly EnrollableRow[])[];
  carrier: SimulatorOptionsInput;
  accountPerSecond: number;
  happenings: readonly Happening[];
};

/** Two of the last digits decide the carrier's outcome; those above 14 are drawn. */
const suffixes = [
  '00',
  '01',
  '02',
  '03',
  '04',
  '06',
  '07',
  '09',
  '14',
  '20',
  '33',
  '47',
  '58',
  '61',
  '75',
  '82',
  '96',
];
const zones: readonly (readonly [string, string])[] = [
  ['America/New_York', 'US'],
  ['America/Los_Angeles', 'US'],
  ['Europe/Berlin', 'DE'],
  ['Australia/Sydney', 'AU'],
];

function rowOf({ draw, index }: { draw: Draw; index: number }): EnrollableRow {
  const phone = `+1202${String(5_550_000 + index * 100 + Number(draw.pick(suffixes)))}`;
  const [zone, region] = draw.pick(zones.slice(0, 1 + (index % zones.length)));
  return {
    row: 0,
    identity: `tel:${phone}`,
    address: phone,
    calendar: { zones: [zone], region },
    optedOut: draw.chance(0.02),
    cells: [phone],
    contact: { name: `Person ${index}`, phone, email: null, externalId: null, timeZone: zone, variables: {} },
  };
}

function definitionOf({ draw, name }: { draw: Draw; name: string }): CampaignDefinition {
  const from = draw.pick(['+12025550100', '+12025550101']);
  const gather = { speak: 'Press 1 or 9.', on: { '1': 'confirmed', '9': 'opt-out' } };
  const flow = draw.chance(0.6) ? [{ speak: 'Hello.' }, { gather }] : [{ speak: 'Hello.' }];
  const input: CampaignDefinitionInput = {
    name,
    client: 'northwind',
    steps: [
      { id: 'first', channel: 'voice', from, flow },
      ...(draw.chance(0.25) ? [{ id: 'second', channel: 'voice' as const, from, flow, after: '2h' }] : []),
    ],
    sendWindow: draw.chance(0.3)
      ? { start: '00:00', end: '24:00', skipWeekends: false, holidays: 'none' }
      : {},
    rateLimits: {
      concurrent: draw.int(1, 6),
      perSecond: draw.pick([0.5, 1, 2, 3]),
      ...(draw.chance(0.2) ? { perHour: draw.int(5, 30) } : {}),
      ...(draw.chance(0.1) ? { perDay: draw.int(10, 40) } : {}),
    },
    retry: {
      maxAttempts: draw.int(1, 3),
      maxPerDay: draw.int(1, 3),
      backoff: { first: draw.pick(['2m', '10m', '30m']), factor: 2, max: '24h', jitter: 0.2 },
    },
    priority: draw.int(1, 9),
  };
  return campaignDefinitionSchema.parse(input);
}

const faultKinds: readonly Omit<FaultRuleInput, 'probability'>[] = [
  { fault: 'accepted-then-500' },
  { fault: 'accepted-then-503' },
  { fault: 'accepted-then-no-reply' },
  { fault: 'accepted-then-reset' },
  { fault: 'reject-429' },
  { fault: 'reject-503' },
  { fault: 'reset' },
  { fault: 'hangup-before-reply' },
  { fault: 'callback-lost' },
  { fault: 'callback-late', ms: 90_000 },
  { fault: 'callback-duplicate', ms: 2_000 },
  { fault: 'callback-after-hangup' },
  { fault: 'callback-wrong-signature', extra: true },
  { fault: 'callback-tampered', extra: true },
  { fault: 'live-missing', ms: 60_000 },
  { fault: 'record-late', ms: 60_000 },
];

function faultsOf(draw: Draw): FaultRuleInput[] {
  const count = draw.pick([0, 1, 2, 4, 6]);
  return Array.from({ length: count }, () => ({
    ...draw.pick(faultKinds),
    probability: draw.pick([0.02, 0.1, 0.3]),
  }));
}

function happeningOf({
  draw,
  campaigns,
  contacts,
  spanMs,
}: {
  draw: Draw;
  campaigns: number;
  contacts: number;
  spanMs: number;
}): Happening {
  const afterMs = draw.int(0, spanMs);
  const campaign = draw.int(0, campaigns - 1);
  const contact = draw.int(0, contacts - 1);
  switch (
    draw.pick([
      'kill',
      'kill',
      'kill',
      'pause',
      'pause',
      'limits',
      'suppress',
      'hold',
      'skew',
      'store-fails',
      'person',
      'person',
      'cancel',
    ])
  ) {
    case 'kill':
      return { afterMs, kind: 'kill', downMs: draw.pick([0, 500, 20_000, 4 * minute]) };
    case 'pause':
      return { afterMs, kind: 'pause', campaign, forMs: draw.pick([5_000, 3 * minute, 2 * hour]) };
    case 'limits':
      return {
        afterMs,
        kind: 'limits',
        campaign,
        concurrent: draw.int(1, 6),
        perSecond: draw.pick([0.5, 1, 3]),
      };
    case 'suppress':
      return { afterMs, kind: 'suppress', contact };
    case 'hold':
      return { afterMs, kind: 'hold', forMs: draw.pick([10_000, 20 * minute]) };
    case 'skew':
      return { afterMs, kind: 'skew', ms: draw.pick([-5_000, 4_000, 60_000, -120_000]) };
    case 'store-fails':
      return { afterMs, kind: 'store-fails', forMs: draw.pick([50, 3_000]), after: draw.chance(0.5) };
    case 'cancel':
      return draw.chance(0.3)
        ? { afterMs, kind: 'cancel', campaign, hangUp: draw.chance(0.5) }
        : { afterMs, kind: 'skew', ms: 3_000 };
    default:
      return {
        afterMs,
        kind: 'person',
        campaign,
        contact,
        name: draw.pick(['pause', 'resume', 'retry', 'skip', 'remove']),
      };
  }
}

/** Everything about a run that is drawn beforehand; the same seed gives the same scenario for ever. */
export function createScenario(seed: number): Scenario {
  const draw = createDraw({ seed, purpose: 'scenario' });
  const startAt = Date.UTC(2027, 2, draw.int(1, 5), draw.int(10, 20), draw.int(0, 59));
  const contacts = draw.int(6, 28);
  const campaigns = draw.chance(0.35) ? 2 : 1;
  const rows = Array.from({ length: contacts }, (_, index) => rowOf({ draw, index }));
  const definitions = Array.from({ length: campaigns }, (_, index) =>
    definitionOf({ draw, name: `campaign-${index + 1}` }),
  );
  const spanMs = draw.pick([5 * minute, 30 * minute, 6 * hour]);
  const happenings = Array.from({ length: draw.int(0, 9) }, () =>
    happeningOf({ draw, campaigns, contacts, spanMs }),
  );
  return {
    seed,
    startAt,
    definitions,
    lists: definitions.map(() => rows.map((row, index) => ({ ...row, row: index + 1 }))),
    accountPerSecond: draw.pick([1, 2, 2, 5]),
    carrier: {
      callUuid: draw.pick(['same', 'different']),
      callsPerSecond: draw.pick([1, 2, 5]),
      faults: faultsOf(draw),
    },
    happenings: happenings.sort((left, right) => left.afterMs - right.afterMs),
  };
}
