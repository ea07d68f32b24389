import { letterRegistry } from '../../support/letters/descriptor.ts';
import type { SharedLimits, WindowsFor } from '../../../src/actors/index.ts';
import { ownedStates } from '../../../src/domain/campaign/campaign.ts';
import type { CampaignRecord } from '../../../src/domain/campaign/campaign.ts';
import { isEnd } from '../../../src/domain/contact/enrollment.ts';
import type { EnrollmentState } from '../../../src/domain/contact/enrollment.ts';
import { permittedIn } from '../../../src/persistence/contract/turn/started.ts';
import type { Store, Turn } from '../../../src/persistence/contract/store.ts';
import { createQueries } from '../../../src/queries/index.ts';
import type { Why } from '../../../src/queries/index.ts';
import { broken } from './broken.ts';
import { ownedCampaigns } from './owned-campaigns.ts';

/** What `why` said last of a campaign; worth something as long as nothing but time has passed since. */
type Claim = {
  /** When it was said. */
  at: number;
  owner: string | null;
  until: number | null;
  summary: string;
  stands: boolean;
  /** Since when it has said that something can start at once, with nothing coming of it. */
  dueSince: number | null;
  /** Since when somebody has been next in line, held back by nothing but a rate, with nothing coming of it. */
  linedUpSince: number | null;
};

export type WhyWatch = {
  /** A turn is being committed. */
  committed: (turn: Turn) => void;
  /** Something else moved: limits, owners, emergency stops. `by`: the campaign that did it to itself. */
  moved: (input: { by: string | null }) => void;
  /** Asks again, wherever the answer may have changed; call it once an instant has settled. */
  look: () => Promise<void>;
  /** The wall clock that the processes and `why` read was set by so much. */
  stepped: (ms: number) => void;
};

/** A turn lasts no time here, but a new owner lets a round of starts pass, and a store error a second. */
const turnPatienceMs = 5_000;
/**
 * The slowest rate lets a contact start every two seconds, and fair share lets each of two other campaigns at the same
 * caller ID run eight starts ahead: half a minute, and as much again.
 */
const startPatienceMs = 60_000;
/** People must be dialed again that soon after a step of the clock. */
const afterStepMs = 60_000;
/** Where nothing has moved, one look in so many is enough. */
const looksPerSample = 10;

const toText = (at: number | null): string => (at === null ? 'anything moves' : new Date(at).toISOString());

function remainingOf({ counters }: CampaignRecord): number {
  return Object.entries(counters.states).reduce(
    (sum, [state, count]) => sum + (isEnd(state as EnrollmentState) ? 0 : count),
    0,
  );
}

/**
 * Whether the breaker of one channel is open in a campaign of several. `why` does not know the step of each contact, and
 * so does not say that those at a step of that channel wait for it.
 */
async function isPartlyHeldBack(store: Store, { definition }: CampaignRecord): Promise<boolean> {
  const { channels } = letterRegistry;
  const keys = new Set(definition.steps.flatMap(({ channel }) => channels.breakerOf(channel) ?? []));
  if (keys.size < 2) return false;
  return (await store.readBreakers([...keys])).some(({ breaker }) => breaker.open);
}

/** What dispatch writes into the log of its own accord. */
const ownEvents: ReadonlySet<string> = new Set([
  'attempt.minted',
  'enrollment.deferred',
  'enrollment.suppressed',
  'campaign.dispatching',
  'campaign.waiting',
  'campaign.draining',
]);

/** Whether the turn only started people: nobody ordered or reported anything that `why` could not have known. */
function isDispatchOnly({ attempts, chunk, consumed, suppressions, events }: Turn): boolean {
  const isQuiet = attempts.length + consumed.length + suppressions.length === 0 && chunk === null;
  return isQuiet && events.every(({ type }) => ownEvents.has(type));
}

/**
 * Holds `why` to its word: whoever remains has a reason, nothing starts before its `until` while nothing but time
 * passes, and at it something starts or another reason stands.
 */
export function createWhyWatch({
  file,
  business,
  windowsFor,
  shared,
  isTended,
  isLate,
  newsMs,
}: {
  file: () => Store | null;
  business: { now: () => number };
  windowsFor: WindowsFor;
  shared: SharedLimits;
  /** Whether a campaign with this owner is run at the moment. */
  isTended: (owner: string | null) => boolean;
  /** Whether instances see late what others have written. */
  isLate: boolean;
  /** How long an instance may not hear of what another one did: until its next beat, where messages are lost. */
  newsMs: number;
}): WhyWatch {
  const patienceMs = turnPatienceMs + newsMs;
  const linePatienceMs = startPatienceMs + newsMs;
  /** The campaigns that need an owner, kept up to date by their turns; null: to be read. */
  let owned: Set<string> | null = null;
  const claims = new Map<string, Claim>();
  const untendedAt = new Map<string, number>();
  let asked: { store: Store; ask: (record: CampaignRecord) => Promise<Why> } | null = null;
  let looks = 0;
  /** Until a while after the last step of the clock, whatever is not dialed is its fault. */
  let calmFrom = -Infinity;

  const asker = (store: Store): ((record: CampaignRecord) => Promise<Why>) => {
    if (asked?.store !== store) {
      const clock = { now: business.now, at: () => () => undefined };
      const owners = { isAlive: isTended, startCommand: null };
      asked = {
        store,
        ask: createQueries({
          store,
          channels: letterRegistry.channels,
          business: clock,
          windowsFor,
          shared,
          owners,
        }).why,
      };
    }
    return asked.ask;
  };

  const checkWords = (why: Why, record: CampaignRecord): void => {
    const remaining = remainingOf(record);
    const explained = why.reasons.reduce((sum, { contacts }) => sum + contacts, 0);
    if (explained !== remaining)
      broken(`why: ${explained} of ${remaining} people of ${record.id} have a reason: ${why.summary}`);
    if (remaining > 0 && why.reasons.length === 0)
      broken(`why: ${remaining} people of ${record.id} remain, and it says nothing`);
  };

  const wasTended = (campaign: string, at: number): boolean =>
    at - (untendedAt.get(campaign) ?? -Infinity) > patienceMs;

  /** Something can start at once, it says, again and again. */
  const checkPatience = (campaign: string, { dueSince, summary }: Claim, at: number): void => {
    // What wakes a campaign after a step of the clock may be a message whose event its instance does not see yet.
    if (isLate && at < calmFrom) return;
    if (dueSince !== null && at - dueSince > patienceMs && wasTended(campaign, dueSince + patienceMs))
      broken(
        `${at < calmFrom ? 'clock' : 'why'}: nothing started in ${campaign} for ${at - dueSince} ms, and no reason stood: ${summary}`,
      );
  };

  const dueSinceOf = (claim: Claim | undefined, until: number | null, at: number): number | null => {
    if (until === null || until > at) return null;
    return claim?.stands ? (claim.dueSince ?? at) : at;
  };

  return {
    committed(turn) {
      const { id, state, updatedAt } = turn.record;
      if (ownedStates.includes(state)) owned?.add(id);
      else owned?.delete(id);
      const claim = claims.get(id);
      if (claim?.stands && permittedIn(turn).length > 0 && isDispatchOnly(turn)) {
        // A turn that was decided until then, by a process that stood still since, could not know.
        if (updatedAt > claim.at && updatedAt < (claim.until ?? Infinity))
          broken(
            `why: something started in ${id} at ${toText(updatedAt)}, not until ${toText(claim.until)}: ${claim.summary}`,
          );
        checkPatience(id, claim, updatedAt);
      }
      if (claim && permittedIn(turn).length > 0) claim.linedUpSince = null;
      for (const other of claims.values()) other.stands = false;
    },
    moved({ by }) {
      for (const [campaign, claim] of claims) if (campaign !== by) claim.stands = false;
    },
    stepped(ms) {
      claims.clear();
      for (const [campaign, at] of untendedAt) untendedAt.set(campaign, at + ms);
      calmFrom = business.now() + afterStepMs;
    },
    async look() {
      const store = file();
      looks += 1;
      if (!store) {
        owned = null;
        return claims.clear();
      }
      const at = Math.floor(business.now());
      for (const [campaign, { owner }] of claims) if (!isTended(owner)) untendedAt.set(campaign, at);
      if (looks % looksPerSample === 0) owned = null;
      owned ??= new Set((await ownedCampaigns(store)).map(({ id }) => id));
      for (const campaign of owned) {
        const claim = claims.get(campaign);
        const isDue = claim?.stands && (claim.until ?? Infinity) <= at;
        if (claim?.stands && !isDue && looks % looksPerSample !== 0) continue;
        const record = await store.readCampaign(campaign);
        if (!record) continue;
        const why = await asker(store)(record);
        checkWords(why, record);
        const { owner } = record;
        if (!isTended(owner)) untendedAt.set(campaign, at);
        const until = why.until === null ? null : Date.parse(why.until);
        const isRunning =
          record.state === 'running' && isTended(owner) && !(await isPartlyHeldBack(store, record));
        const dueSince = isRunning ? dueSinceOf(claim, until, at) : null;
        // That nobody runs it holds until an instance does, which may be at once.
        const stands = record.state !== 'running' || isTended(owner);
        const isLinedUp = isRunning && why.reasons.some(({ code }) => code === 'limit.per-second');
        const linedUpSince = isLinedUp ? (claim?.linedUpSince ?? at) : null;
        if (linedUpSince !== null && at - linedUpSince > linePatienceMs)
          broken(
            `clock: nobody was dialed in ${campaign} for ${at - linedUpSince} ms, next in line all the while: ${why.summary}`,
          );
        const next = { at, owner, until, summary: why.summary, stands, dueSince, linedUpSince };
        if (isRunning) checkPatience(campaign, next, at);
        claims.set(campaign, next);
      }
    },
  };
}
