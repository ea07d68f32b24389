import { hourMs, minuteMs } from '../times.ts';
import type { LostLines } from '../machines.ts';
import type { Draw } from '../draw.ts';

/** Which of the running processes. */
export type Who = 'newest' | 'oldest';

/**
 * A blow falls at once (0), or so many crossings of that process's border later: in the middle of something. `at` counts
 * only those of that name, such as `after carrier.POST`.
 */
export type Blow = { who: Who | 'all'; crossings: number; at: string | null };

/** Where a process is most vulnerable. */
const weakSpots = [
  'after carrier.POST',
  'before carrier.POST',
  'before store.commitTurn',
  'after store.commitTurn',
  'after store.reserve',
  'before store.release',
  'after store.claimCampaign',
  'after sends.noteMinted',
  'before sends.noteSending',
  'after sends.noteSending',
  'before webhook',
  'after webhook',
] as const;

function drawMoment(draw: Draw): Pick<Blow, 'crossings' | 'at'> {
  if (draw.chance(0.25)) return { crossings: 0, at: null };
  if (draw.chance(0.3)) return { crossings: draw.int(1, 60), at: null };
  return { crossings: draw.int(1, 4), at: draw.pick(weakSpots) };
}

/** Something an operator, or fate, does at an instant after the start. */
export type Happening = { afterMs: number } & (
  | ({ kind: 'kill'; downMs: number } & Blow)
  /** The machines lose their power, and the lines of their send logs that were written last. */
  | ({ kind: 'reboot'; downMs: number; lostLines: LostLines } & Blow)
  | { kind: 'stop'; who: Who; downMs: number }
  /** Stopped in its tracks; another one is there to take over. `untilTaken`: it wakes right after that. */
  | ({ kind: 'freeze'; forMs: number; untilTaken: boolean } & Blow)
  | { kind: 'join' }
  /** `frozenMs`: its owner stands still meanwhile, as soon as it is about to send something, and so cannot obey. */
  | { kind: 'pause'; campaign: number; forMs: number; frozenMs: number | null }
  /** Paused and resumed, and paused as above. */
  | { kind: 'pause-again'; campaign: number; forMs: number; frozenMs: number }
  | { kind: 'limits'; campaign: number; concurrent: number; perSecond: number }
  | { kind: 'window'; campaign: number; start: string; end: string }
  | { kind: 'suppress'; contact: number }
  | { kind: 'hold'; forMs: number }
  | { kind: 'skew'; ms: number }
  /** The wall clock of the machine is set, and after a while set right again. */
  | { kind: 'clock-step'; ms: number; forMs: number }
  /** Another server of the store takes the writes; its clock is behind. */
  | { kind: 'election'; behindMs: number }
  /** `whenMinting`: from the next time that slots for new attempts have been taken. */
  | { kind: 'store-fails'; forMs: number; after: boolean; verbs: 'commit' | 'any'; whenMinting: boolean }
  /** The store takes the next reservation, and its answer is lost. */
  | { kind: 'answer-lost' }
  | { kind: 'outage'; forMs: number }
  | { kind: 'throttling'; forMs: number }
  /** Something on the way answers every look at the carrier in its place, and callbacks and placements get lost. */
  | { kind: 'proxy'; forMs: number; status: number }
  /** `contact` null: whoever is next in line at that moment. */
  | { kind: 'person'; campaign: number; contact: number | null; name: PersonCommand }
  | { kind: 'cancel'; campaign: number; hangUp: boolean }
);
export type PersonCommand = 'pause' | 'resume' | 'retry' | 'skip' | 'remove';

export type HappeningSpace = { campaigns: number; contacts: number; spanMs: number; instances: number };

const common = ['kill', 'kill', 'kill', 'pause', 'pause', 'limits', 'suppress', 'hold', 'skew'] as const;
const rarer = ['store-fails', 'store-fails', 'person', 'person', 'cancel', 'outage', 'throttling'] as const;
const rare = ['stop', 'window', 'freeze', 'freeze', 'join', 'reboot'] as const;

/** Drawn apart, because it came later: earlier scenarios stay as they were. */
export function drawClockSteps(draw: Draw, { spanMs }: Pick<HappeningSpace, 'spanMs'>): Happening[] {
  if (!draw.chance(0.3)) return [];
  return Array.from({ length: draw.int(1, 3) }, () => ({
    // Mostly while the first are dialed: small campaigns do little else.
    afterMs: draw.chance(0.7) ? draw.int(0, 15_000) : draw.int(0, spanMs),
    kind: 'clock-step' as const,
    ms: draw.pick([60_000, 60_000, 10 * minuteMs, 10 * minuteMs, -20_000, -60_000]),
    forMs: draw.pick([1_500, 5_000, 30_000]),
  }));
}

/** Drawn apart, as clock steps are. */
export function drawElections(draw: Draw, { spanMs }: Pick<HappeningSpace, 'spanMs'>): Happening[] {
  return Array.from({ length: draw.int(0, 3) }, () => ({
    afterMs: draw.chance(0.7) ? draw.int(0, 15_000) : draw.int(0, spanMs),
    kind: 'election' as const,
    behindMs: draw.pick([700, 5_000, 20_000]),
  }));
}

/** The power fails right after a request was sent, and the note of it is lost; drawn apart, as clock steps are. */
export function drawPowerFailures(draw: Draw, { spanMs }: Pick<HappeningSpace, 'spanMs'>): Happening[] {
  if (!draw.chance(0.15)) return [];
  return Array.from({ length: draw.int(1, 2) }, () => ({
    afterMs: draw.chance(0.7) ? draw.int(0, 15_000) : draw.int(0, spanMs),
    kind: 'reboot' as const,
    who: 'all' as const,
    crossings: draw.int(1, 4),
    at: 'after carrier.POST',
    downMs: draw.pick([20_000, 4 * minuteMs]),
    lostLines: 'sending' as const,
  }));
}

/** Long enough for search periods to run out; drawn apart, as clock steps are. */
export function drawProxies(draw: Draw): Happening[] {
  if (!draw.chance(0.25)) return [];
  return [
    {
      afterMs: draw.int(0, 20_000),
      kind: 'proxy' as const,
      forMs: draw.pick([25 * minuteMs, 50 * minuteMs]),
      status: draw.pick([200, 404, 404, 502]),
    },
  ];
}

/** Drawn apart, as clock steps are. */
export function drawLostAnswers(draw: Draw, { spanMs }: Pick<HappeningSpace, 'spanMs'>): Happening[] {
  if (!draw.chance(0.3)) return [];
  return Array.from({ length: draw.int(1, 4) }, () => ({
    afterMs: draw.chance(0.7) ? draw.int(0, 15_000) : draw.int(0, spanMs),
    kind: 'answer-lost' as const,
  }));
}

/**
 * An instance stands still for some heartbeats, for less or more than a lease, while the clocks of all are set forward.
 * Drawn apart, as clock steps are.
 */
export function drawFrozenSkews(draw: Draw, { instances }: Pick<HappeningSpace, 'instances'>): Happening[] {
  if (instances < 2 || !draw.chance(0.4)) return [];
  const afterMs = draw.int(1_000, 20_000);
  const skew = { kind: 'skew' as const, ms: 60_000 };
  const forMs = draw.pick([5, 8, 20]) * minuteMs;
  return [
    { afterMs, kind: 'freeze', who: 'oldest', crossings: 0, at: null, forMs, untilTaken: false },
    { ...skew, afterMs: afterMs + minuteMs },
    { ...skew, afterMs: afterMs + 4 * minuteMs },
    { ...skew, afterMs: afterMs + 7 * minuteMs },
  ];
}

/**
 * A pause, its end, and another pause while the owner stands still: a late message about the first must not acknowledge
 * the second. Drawn apart, as clock steps are.
 */
export function drawHastyPauses(draw: Draw, { instances }: Pick<HappeningSpace, 'instances'>): Happening[] {
  if (instances < 2 || !draw.chance(0.5)) return [];
  const frozenMs = draw.pick([600, 1_000, 1_500]);
  return [{ afterMs: draw.int(500, 8_000), kind: 'pause-again', campaign: 0, forMs: 60_000, frozenMs }];
}

export function drawHappening(draw: Draw, space: HappeningSpace): Happening {
  const afterMs = draw.int(0, space.spanMs);
  const campaign = draw.int(0, space.campaigns - 1);
  const contact = draw.int(0, space.contacts - 1);
  const who = draw.pick(['newest', 'oldest'] as const);
  const moment = drawMoment(draw);
  switch (draw.pick([...common, ...rarer, ...rare])) {
    case 'kill': {
      const whom = space.instances > 1 && draw.chance(0.6) ? who : 'all';
      const downMs = draw.pick([0, 500, 20_000, 4 * minuteMs]);
      return { afterMs, kind: 'kill', who: whom, ...moment, downMs };
    }
    case 'reboot':
      return {
        afterMs,
        kind: 'reboot',
        who: 'all',
        ...moment,
        downMs: draw.pick([20_000, 4 * minuteMs]),
        lostLines: draw.pick([0, 1, 2, 8]),
      };
    case 'stop':
      return { afterMs, kind: 'stop', who, downMs: draw.pick([0, 5_000]) };
    case 'freeze':
      return {
        afterMs,
        kind: 'freeze',
        who,
        ...moment,
        forMs: draw.pick([700, 1_500, 5_000, 60_000, 20 * minuteMs, 3 * hourMs]),
        untilTaken: draw.chance(0.4),
      };
    case 'join':
      return { afterMs, kind: 'join' };
    case 'pause': {
      const frozenMs = space.instances > 1 && draw.chance(0.5) ? draw.pick([300, 1_000, 1_900, 5_000]) : null;
      const forMs = draw.pick([5_000, 3 * minuteMs, 2 * hourMs, 26 * hourMs]);
      return { afterMs, kind: 'pause', campaign, forMs, frozenMs };
    }
    case 'limits':
      return {
        afterMs,
        kind: 'limits',
        campaign,
        concurrent: draw.int(1, 6),
        perSecond: draw.pick([0.5, 1, 3]),
      };
    case 'window':
      return {
        afterMs,
        kind: 'window',
        campaign,
        ...draw.pick([
          { start: '09:00', end: '17:00' },
          { start: '10:30', end: '10:50' },
          { start: '08:00', end: '20:00' },
        ]),
      };
    case 'suppress':
      return { afterMs, kind: 'suppress', contact };
    case 'hold':
      return { afterMs, kind: 'hold', forMs: draw.pick([10_000, 20 * minuteMs]) };
    case 'skew':
      return { afterMs, kind: 'skew', ms: draw.pick([-5_000, 4_000, 60_000, -120_000]) };
    case 'store-fails':
      return {
        afterMs,
        kind: 'store-fails',
        forMs: draw.pick([50, 3_000, 30_000]),
        after: draw.chance(0.5),
        verbs: draw.pick(['commit', 'any']),
        whenMinting: draw.chance(0.6),
      };
    case 'outage':
      return { afterMs, kind: 'outage', forMs: draw.pick([2 * minuteMs, 20 * minuteMs, 2 * hourMs]) };
    case 'throttling':
      return { afterMs, kind: 'throttling', forMs: draw.pick([20_000, 5 * minuteMs]) };
    case 'person':
      return {
        afterMs,
        kind: 'person',
        campaign,
        contact: draw.chance(0.5) ? contact : null,
        name: draw.pick(['pause', 'resume', 'retry', 'skip', 'remove']),
      };
    case 'cancel':
      return draw.chance(0.25)
        ? { afterMs, kind: 'cancel', campaign, hangUp: draw.chance(0.5) }
        : { afterMs, kind: 'skew', ms: draw.pick([3_000, hourMs]) };
  }
}
