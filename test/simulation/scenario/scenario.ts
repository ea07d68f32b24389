import type { LeaseTimes, SharedLimits } from '../../../src/actors/index.ts';
import type { CanaryPlan } from '../../../src/domain/campaign/canary.ts';
import type { CampaignDefinition } from '../../../src/domain/campaign/campaign-definition.ts';
import type { SimulatorOptionsInput } from '../../../src/simulator/index.ts';
import { createDraw } from '../draw.ts';
import type { Draw } from '../draw.ts';
import type { BusFaults } from '../lossy-bus.ts';
import { drawLetters, drawMailKills } from '../letters/mail-plan.ts';
import type { MailPlan } from '../letters/mail-plan.ts';
import { hourMs, minuteMs } from '../times.ts';
import { drawCanaries } from './canaries.ts';
import { drawCarrier } from './carrier.ts';
import { drawDefinition } from './definition.ts';
import { drawDrafts } from './drafts.ts';
import type { Draft } from './drafts.ts';
import {
  drawClockSteps,
  drawElections,
  drawFrozenSkews,
  drawHappening,
  drawHastyPauses,
  drawLostAnswers,
  drawPowerFailures,
  drawProxies,
} from './happening.ts';
import type { Happening } from './happening.ts';
import { drawKeyedOrders } from './keyed-orders.ts';
import type { KeyedOrder } from './keyed-orders.ts';
import { drawLinks } from './links.ts';
import type { Link } from './links.ts';
import { drawLateOptOuts } from './opt-outs.ts';
import type { LateOptOut, ListedPerson } from './opt-outs.ts';
import { drawPeople } from './people.ts';

export type Scenario = {
  seed: number;
  startAt: number;
  /** Processes running side by side from the start. */
  instances: number;
  lease: LeaseTimes;
  /** How late an instance sees what others have written, in ms. */
  lagMs: number;
  /** How far the clock of a process may be off, in ms. */
  clockOffMs: number;
  /** Whether the store has a clock of its own, by which campaigns are decided. */
  hasStoreClock: boolean;
  /** What happens to the messages between instances; null: nothing. */
  busFaults: BusFaults | null;
  definitions: readonly CampaignDefinition[];
  /** The canary start of each campaign; null: it is started without one. */
  canaries: readonly (CanaryPlan | null)[];
  /** How the post office treats letters; null where no campaign writes any. */
  mail: MailPlan | null;
  /** What drafts are created with, over HTTP: it has steps of this program's channels only. */
  draftDefinition: CampaignDefinition;
  /** The list that every campaign is given. */
  people: readonly ListedPerson[];
  /** What stands at its end and opts out people who stand on it before. */
  optOuts: readonly LateOptOut[];
  /** Per campaign: how long after its start the second half of the list comes; null: the list is whole before. */
  lateHalfMs: readonly (number | null)[];
  carrier: SimulatorOptionsInput;
  shared: SharedLimits;
  happenings: readonly Happening[];
  /** Orders over HTTP that are repeated with their key until they are answered. */
  orders: readonly KeyedOrder[];
  /** Contacts that come later and join persons. */
  links: readonly Link[];
  /** Drafts that are created, filled and removed. */
  drafts: readonly Draft[];
};

/** Scaled up against the real ones, so that campaigns of days have few heartbeats. */
const watchedLease = { leaseMs: 600_000, marginMs: 180_000, beatMs: 120_000, gapMs: 240_000 };
/** Nobody watches a process that is alone. */
const lonelyLease = {
  leaseMs: 12 * hourMs,
  marginMs: 6 * hourMs,
  beatMs: 2 * hourMs,
  gapMs: 4 * hourMs,
};

const needsWatch = ({ kind }: Happening): boolean => kind === 'freeze' || kind === 'join';

/** In March 2027, windows of 09:00 to 17:00 close at these hours of UTC, in the order of the zones of people. */
const closingHours = [22, 25, 16, 30];

/** When it starts; where everyone is, if that is a moment before their window closes. */
function drawStart(draw: Draw): { startAt: number; home: number | null } {
  const day = draw.pick([1, 2, 3, 4, 5, 12]);
  if (draw.chance(0.35)) {
    const isLastMoment = draw.chance(0.4);
    const beforeMs = isLastMoment ? draw.int(2_000, 15_000) : draw.int(5_000, 20 * minuteMs);
    const closing = draw.pick(closingHours);
    const home = isLastMoment ? closingHours.indexOf(closing) : null;
    return { startAt: Date.UTC(2027, 2, day, closing) - beforeMs, home };
  }
  return { startAt: Date.UTC(2027, 2, day, draw.int(10, 20), draw.int(0, 59), draw.int(0, 59)), home: null };
}

function drawShared(draw: Draw): SharedLimits {
  return {
    account: {
      concurrent: draw.chance(0.15) ? draw.int(2, 6) : null,
      perSecond: draw.pick([1, 2, 2, 5]),
    },
    global: {
      concurrent: draw.chance(0.3) ? draw.int(1, 5) : null,
      perSecond: draw.chance(0.2) ? draw.pick([0.5, 1, 3]) : null,
    },
    caller: {
      concurrent: draw.chance(0.2) ? draw.int(1, 4) : null,
      perSecond: draw.chance(0.2) ? draw.pick([0.5, 1]) : null,
    },
  };
}

/** Half of the runs have a bus without faults. */
function drawBusFaults(draw: Draw): BusFaults | null {
  if (draw.chance(0.5)) return null;
  const loss = draw.pick([0, 0.2, 0.7, 1]);
  return {
    loss,
    twice: draw.pick([0, 0.3]),
    maxDelayMs: draw.pick(loss === 0 ? [300, 5_000] : [0, 300, 5_000]),
  };
}

/** Everything about a run that is drawn beforehand; the same seed gives the same scenario for ever. */
export function createScenario(seed: number): Scenario {
  const draw = createDraw({ seed, purpose: 'scenario' });
  const drawFor = (purpose: string): Draw => createDraw({ seed, purpose });
  const { startAt, home } = drawStart(draw);
  const contacts = draw.int(6, 28);
  const campaigns = draw.chance(0.4) ? 2 : 1;
  const instances = draw.chance(0.3) ? 2 : 1;
  const spanMs = draw.pick([2 * minuteMs, 10 * minuteMs, hourMs, 6 * hourMs]);
  const space = { campaigns, contacts, spanMs, instances };
  const events = drawFor('happenings');
  const happenings = Array.from({ length: draw.int(0, 9) }, () => drawHappening(events, space));
  const lists = drawFor('lists');
  const people = drawPeople(lists, { count: contacts, home, messages: drawFor('messages') });
  const called = Array.from({ length: campaigns }, (_, index) =>
    drawDefinition(drawFor(`definition ${index}`), `campaign-${index + 1}`, drawFor(`texts ${index}`)),
  );
  const { mail, definitions } = drawLetters(drawFor('letters'), called);
  const [draftDefinition] = called;
  if (!draftDefinition) throw new RangeError('a scenario without a campaign');
  const isWatched = instances > 1 || happenings.some(needsWatch);
  const hasStoreClock = isWatched && drawFor('store clock').chance(0.5);
  const busFaults = isWatched ? drawBusFaults(drawFor('bus')) : null;
  return {
    seed,
    startAt,
    instances,
    lease: isWatched ? watchedLease : lonelyLease,
    lagMs: isWatched && drawFor('lag').chance(0.5) ? 200 : 0,
    clockOffMs: hasStoreClock ? 10 * minuteMs : isWatched && drawFor('clocks').chance(0.4) ? 5_000 : 0,
    hasStoreClock,
    busFaults,
    definitions,
    canaries: drawCanaries(drawFor('verdict'), campaigns),
    mail,
    draftDefinition,
    people,
    optOuts: drawLateOptOuts(drawFor('opt-outs'), people),
    lateHalfMs: Array.from({ length: campaigns }, () =>
      lists.chance(0.25) ? lists.pick([10_000, 5 * minuteMs, 3 * hourMs, 30 * hourMs]) : null,
    ),
    carrier: drawCarrier(drawFor('carrier'), drawFor('garbage'), drawFor('other records')),
    shared: drawShared(drawFor('shared')),
    happenings: [
      ...happenings,
      ...drawClockSteps(drawFor('clock steps'), space),
      ...(hasStoreClock ? drawElections(drawFor('elections'), space) : []),
      ...drawProxies(drawFor('proxies')),
      ...drawPowerFailures(drawFor('power failures'), space),
      ...drawLostAnswers(drawFor('lost answers'), space),
      ...drawFrozenSkews(drawFor('frozen skews'), space),
      ...(busFaults ? drawHastyPauses(drawFor('hasty pauses'), space) : []),
      ...(mail ? drawMailKills(drawFor('mail kills'), space) : []),
    ].sort((left, right) => left.afterMs - right.afterMs),
    orders: drawKeyedOrders(drawFor('keyed orders'), space),
    links: drawLinks(drawFor('links'), { people, campaigns, spanMs }),
    drafts: drawDrafts(drawFor('drafts'), space),
  };
}
