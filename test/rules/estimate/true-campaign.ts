import { channels } from '../../../src/channels/registry.ts';
import type { CampaignDefinition } from '../../../src/domain/campaign/campaign-definition.ts';
import type { Disposition } from '../../../src/domain/attempt/disposition.ts';
import type { WaitReason } from '../../../src/domain/contact/enrollment.ts';
import type { DueContacts, EstimateGroup, EstimateInput } from '../../../src/rules/estimate.ts';
import { noCaps } from '../../../src/rules/person/attempt-caps.ts';
import { placeDue, retryDueAt } from '../../../src/rules/retry.ts';
import { routeOf } from '../../../src/rules/routing.ts';
import { stepDelayMs } from '../../../src/rules/step-delay.ts';
import type { Window } from '../../../src/rules/windows/windows.ts';

/** A campaign that is played contact by contact and call by call. */
export type Scenario = {
  start: number;
  definition: CampaignDefinition;
  /** The window of each contact, in row order. */
  windows: readonly Window[];
  mix: Readonly<Partial<Record<Disposition, number>>>;
  /** The range of seconds in which an attempt uses its slot, by disposition. Default: 20 to 40. */
  seconds: Readonly<Partial<Record<Disposition, readonly [number, number]>>>;
  /** During an outage every attempt fails, and nothing starts from a minute after its start. */
  outage: { from: number; until: number } | null;
  /** The instant from which another maximum of attempts in flight applies. */
  change: { at: number; concurrent: number } | null;
  random: () => number;
};

type Person = {
  window: Window;
  state: 'new' | 'later' | 'in-flight' | 'over';
  reason: WaitReason;
  step: number;
  tried: number;
  dueAt: number;
  day: string | null;
  dayCount: number;
};
type Live = { person: Person; endsAt: number; disposition: Disposition };

export type Snapshot = Pick<EstimateInput, 'now' | 'groups' | 'limits' | 'observed' | 'blockedUntil'>;

/** The input of an estimate from counters: due times rounded to a quarter of an hour, without steps and attempts. */
const tallyMs = 900_000;
const outageNoticedMs = 60_000;

export function liveThrough(scenario: Scenario): {
  /** Plays until an instant or the end. Returns the end; null if the instant is earlier. */
  run: (until?: number) => number | null;
  /** With `places`, waiting contacts are also distinguished by step and used-up attempts. */
  snapshot: (options?: { places: boolean }) => Snapshot;
  endedCount: () => number;
} {
  const { definition, random, outage, change } = scenario;
  const { retry, rateLimits } = definition;
  const people = scenario.windows.map((window): Person => ({
    window,
    state: 'new',
    reason: 'contact.new',
    step: 0,
    tried: 0,
    dueAt: scenario.start,
    day: null,
    dayCount: 0,
  }));
  const waiting = new Set(people);
  const live = new Set<Live>();
  const seen: Partial<Record<Disposition, number>> = {};
  let [now, nextStart] = [scenario.start, scenario.start];
  let [ended, busyMs, attempts, over, finished] = [0, 0, 0, 0, 0];

  const concurrent = (): number => (change && now >= change.at ? change.concurrent : rateLimits.concurrent);
  const blockedUntil = (): number | null =>
    outage && now >= outage.from + outageNoticedMs && now < outage.until ? outage.until : null;

  const drawDisposition = (): Disposition => {
    if (outage && now >= outage.from && now < outage.until) return 'failed';
    let left = random();
    for (const [name, share] of Object.entries(scenario.mix)) {
      left -= share ?? 0;
      if (left < 0) return name;
    }
    return 'answered';
  };
  const begin = (person: Person): void => {
    const disposition = drawDisposition();
    const [from, to] = scenario.seconds[disposition] ?? [20, 40];
    const endsAt = now + (from + random() * (to - from)) * 1000;
    const day = person.window.localDay(now);
    person.dayCount = day === person.day ? person.dayCount + 1 : 1;
    person.day = day;
    person.state = 'in-flight';
    person.tried += 1;
    waiting.delete(person);
    live.add({ person, endsAt, disposition });
    busyMs += endsAt - now;
    attempts += 1;
    nextStart = now + 1000 / rateLimits.perSecond;
  };
  const wait = (person: Person, dueAt: number, reason: WaitReason): void => {
    const { window, day, dayCount } = person;
    const counts = { day, dayCount, recent: [] };
    const caps = { ...noCaps, maxPerDay: retry.maxPerDay };
    const placed = placeDue({ dueAt, reason, window, counts, caps });
    Object.assign(person, { state: 'later', dueAt: placed.dueAt, reason: placed.waitReason });
    waiting.add(person);
  };
  const goOn = (person: Person, disposition: Disposition): void => {
    const { route } = routeOf({
      definition,
      disposition: channels.disposition({ channel: 'voice', disposition }),
      outcome: null,
    });
    if (route === 'retry' && person.tried < retry.maxAttempts) {
      const dueAt = retryDueAt({
        policy: retry,
        disposition,
        stepAttempts: person.tried,
        endedAt: now,
        random,
      });
      wait(person, dueAt, 'retry.waiting');
    } else if (route !== 'stop' && person.step + 1 < definition.steps.length) {
      person.step += 1;
      person.tried = 0;
      wait(person, now + stepDelayMs({ definition, step: person.step }), 'step.waiting');
    } else {
      person.state = 'over';
      over += 1;
      if (route !== 'stop') finished += 1;
    }
  };
  const finish = (call: Live): void => {
    live.delete(call);
    seen[call.disposition] = (seen[call.disposition] ?? 0) + 1;
    ended = now;
    goOn(call.person, call.disposition);
  };

  /** Retries by due time, then new contacts by row. */
  const nextPerson = (): Person | null => {
    let best: Person | null = null;
    for (const person of waiting) {
      if (person.dueAt > now || !person.window.isOpen(now)) continue;
      if (person.state === 'new') {
        best ??= person;
        if (best.state === 'new') continue;
      } else if (!best || best.state === 'new' || person.dueAt < best.dueAt) best = person;
    }
    return best;
  };
  const startable = (person: Person): number =>
    person.window.nextOpening(Math.max(now, person.dueAt)) ?? Infinity;

  /** Starts the attempts that may start. Returns the next instant at which something can happen. */
  const settle = (): number => {
    for (const call of live) if (call.endsAt <= now) finish(call);
    const calls = (): number => Math.min(...[...live].map(({ endsAt }) => endsAt));
    const blocked = blockedUntil();
    if (blocked !== null) return Math.min(blocked, calls());
    if (live.size >= concurrent()) return calls();
    if (now < nextStart) return Math.min(nextStart, calls());
    const person = nextPerson();
    if (person) {
      begin(person);
      return live.size >= concurrent() ? calls() : Math.min(nextStart, calls());
    }
    let next = calls();
    for (const one of waiting) next = Math.min(next, startable(one));
    return next;
  };

  const groups = (places: boolean): EstimateGroup[] => {
    const byWindow = new Map<Window, EstimateGroup & { due: DueContacts[] }>();
    for (const { window, state, dueAt, reason, step, tried } of people) {
      const group = byWindow.get(window) ?? { window, newcomers: 0, due: [], inFlight: 0 };
      byWindow.set(window, group);
      if (state === 'new') group.newcomers += 1;
      if (state === 'in-flight') group.inFlight += 1;
      if (state !== 'later') continue;
      const at = Math.floor(dueAt / tallyMs) * tallyMs;
      const key = { at, reason, ...(places ? { step, stepAttempts: tried } : {}) };
      const tally = group.due.find(
        (one) =>
          one.at === at &&
          one.reason === reason &&
          (!places || (one.step === step && one.stepAttempts === tried)),
      );
      if (tally) tally.contacts += 1;
      else group.due.push({ ...key, contacts: 1 });
    }
    return [...byWindow.values()];
  };

  return {
    run(until = Infinity) {
      while (over < people.length) {
        const next = Math.max(now, settle());
        if (over === people.length) break;
        if (next > until) {
          now = until;
          return null;
        }
        now = next;
      }
      return ended;
    },
    endedCount: () => over,
    snapshot: ({ places } = { places: false }) => ({
      now,
      groups: groups(places),
      limits: {
        concurrent: concurrent(),
        perSecond: rateLimits.perSecond,
        perHour: null,
        perDay: null,
        perHourUsed: 0,
        perDayUsed: 0,
        quotaZone: 'UTC',
      },
      observed: {
        dispositions: seen,
        occupiedSeconds: attempts === 0 ? 40 : busyMs / attempts / 1000,
        finished,
      },
      blockedUntil: blockedUntil(),
    }),
  };
}
