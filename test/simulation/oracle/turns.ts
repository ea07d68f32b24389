import { isOpen } from '../../../src/domain/attempt/attempt.ts';
import type { Attempt } from '../../../src/domain/attempt/attempt.ts';
import type { CampaignRecord } from '../../../src/domain/campaign/campaign.ts';
import { isEnd } from '../../../src/domain/contact/enrollment.ts';
import type { WindowsFor } from '../../../src/actors/index.ts';
import type { Turn } from '../../../src/persistence/contract/store.ts';
import { broken } from './broken.ts';
import type { BreakerWatch } from './breaker.ts';
import { createCanaryOracle } from './canary.ts';
import type { Ledger } from './ledger.ts';
import { createJourneyOracle } from './journeys.ts';
import { checkTurnLog } from './log.ts';
import { isCall, isCounted, openOf } from './mirror.ts';
import type { Mirror, MirrorCampaign } from './mirror.ts';
import { checkMint, checkSlot } from './mint.ts';
import type { Minting } from './mint.ts';
import type { LetterTurns } from '../letters/letter-turns.ts';
import type { UnsentOracle } from './unsent.ts';

/** The reasons of an opt-out from everything, in a call and in a list. */
export const fullOptOuts: ReadonlySet<string> = new Set(['opt-out', 'opted-out']);

/** Absence of evidence needs this long to count (DESIGN.md section 6.3). */
const searchPeriodMs = 15 * 60_000;

export type TurnOracle = {
  /** Checks a turn in the block in which it was committed, and lets the mirror follow it. */
  check: (input: { turn: Turn; record: CampaignRecord | null; instance: string }) => void;
};

/** Judges every committed turn by what was committed before it. */
export function createTurnOracle({
  mirror,
  breaker,
  unsent,
  letters,
  windowsFor,
  calendarOf,
  limits,
  suppressed,
  optedOut,
  isPlaced,
  isStepped,
  isFarOff,
  businessNow,
  ledger,
}: Omit<Minting, 'turn' | 'campaign' | 'before'> & {
  mirror: Mirror;
  breaker: BreakerWatch;
  unsent: UnsentOracle;
  letters: Pick<LetterTurns, 'check'>;
  windowsFor: WindowsFor;
  /** Addresses that must not be contacted; a turn's own are added. */
  suppressed: Set<string>;
  optedOut: Set<string>;
  /** Whether the carrier has a call of this attempt, or the post office its letter. */
  isPlaced: (token: string) => boolean;
  /** True time, whatever the clock of the processes says. */
  businessNow: () => number;
  ledger: Pick<Ledger, 'proxies'>;
}): TurnOracle {
  const minted = new Map<string, number>();
  const journeys = createJourneyOracle();
  const canaries = createCanaryOracle();

  const isUnheard = (at: number): boolean => ledger.proxies.some(({ from, to }) => from < at && at < to);

  /** A person who has opted out before is covered with all addresses. */
  const isOptedOut = (client: string | undefined, address: string): boolean =>
    client !== undefined && [...optedOut].some((key) => mirror.persons.isOne(client, key, address));

  const checkOwner = (turn: Turn, record: CampaignRecord | null, instance: string): void => {
    const epoch = record?.epoch;
    if (epoch === turn.expected.epoch) return;
    broken(
      `7 one committer: ${instance} committed to ${turn.record.id} with epoch ${turn.expected.epoch}, it is ${epoch}`,
    );
  };

  const checkFence = ({ record, expected }: Turn, before: CampaignRecord | null, instance: string): void => {
    if (!before || (before.rev === expected.rev && before.seq === expected.seq)) return;
    broken(
      `7 one committer: ${instance} committed to ${record.id} what it had decided at event ${expected.seq}, rev ${expected.rev}; it was at ${before.seq}, rev ${before.rev}`,
    );
  };

  const checkAttempt = (attempt: Attempt, before: MirrorCampaign): void => {
    const { id, state, disposition, mintedAt, endedAt, outcome, address } = attempt;
    if (state === 'not-placed' && isPlaced(id))
      broken(`1 double contact: ${id} is at the provider, and was taken as not placed`);
    const isNew = before.attempts.get(id)?.disposition !== disposition;
    const heldMs = Math.max((endedAt ?? 0) - mintedAt, businessNow() - (minted.get(id) ?? 0));
    if (disposition === 'unconfirmed' && heldMs < searchPeriodMs)
      broken(`1 double contact: ${id} was given up as unconfirmed after ${heldMs} ms`);
    if (disposition === 'unconfirmed' && isCall(attempt) && isUnheard(businessNow()) && isNew)
      broken(`1 double contact: ${id} was given up as unconfirmed while no look at the carrier was answered`);
    if (outcome === 'opt-out' && !suppressed.has(address) && !isOptedOut(before.record?.client, address))
      broken(`6 suppressed: ${id} pressed opt-out and its address is not suppressed`);
    const known = before.attempts.get(id);
    if (known && !isOpen(known.state) && isOpen(state)) broken(`9 any order: ${id} was opened again`);
  };

  const checkAttempts = ({ enrollments }: Turn, after: MirrorCampaign): void => {
    for (const { position, attempts } of enrollments) {
      const own = [...after.attempts.values()].filter((attempt) => attempt.position === position);
      const counted = own.filter(isCounted).length;
      if (counted !== attempts)
        broken(`2 counters: person ${position} of ${after.id} has ${attempts} attempts, ${counted} count`);
    }
  };

  const checkCounters = ({ record: { id, counters } }: Turn, after: MirrorCampaign): void => {
    const states: Record<string, number> = {};
    for (const { state } of after.people.values()) states[state] = (states[state] ?? 0) + 1;
    for (const state of new Set([...Object.keys(states), ...Object.keys(counters.states)])) {
      const counted = (counters.states as Record<string, number | undefined>)[state] ?? 0;
      if (counted !== (states[state] ?? 0))
        broken(`2 counters: ${id} counts ${counted} ${state}, there are ${states[state] ?? 0}`);
    }
    if (counters.total !== after.people.size)
      broken(`2 counters: ${id} counts ${counters.total} people, there are ${after.people.size}`);
    if (counters.open !== openOf(after).length)
      broken(`2 counters: ${id} counts ${counters.open} open attempts, there are ${openOf(after).length}`);
  };

  const checkCompletion = (after: MirrorCampaign): void => {
    const { id, record, people, imports } = after;
    if (record?.state !== 'completed') return;
    if ([...imports.values()].includes('open')) broken(`2 nobody lost: ${id} completed with an open import`);
    const left = [...people.values()].find(({ state }) => !isEnd(state));
    if (left) broken(`2 nobody lost: ${id} completed, and person ${left.position} is ${left.state}`);
    if (openOf(after).length > 0) broken(`2 nobody lost: ${id} completed with an attempt in flight`);
  };

  return {
    check({ turn, record, instance }) {
      const campaign = mirror.campaign(turn.record.id);
      checkOwner(turn, record, instance);
      checkFence(turn, campaign.record, instance);
      checkTurnLog(turn, campaign);
      journeys.check(turn);
      breaker.check(turn, campaign);
      for (const { address, reason } of turn.suppressions) {
        suppressed.add(address);
        if (fullOptOuts.has(reason)) optedOut.add(address);
      }
      for (const attempt of turn.attempts) checkAttempt(attempt, campaign);
      unsent.check({ turn, instance, before: campaign.attempts });
      letters.check({ turn, instance, before: campaign });
      const before = { ...campaign, people: new Map(campaign.people), tried: new Set(campaign.tried) };
      mirror.apply(turn);
      const minting: Minting = {
        turn,
        before,
        campaign,
        mirror,
        windowsFor,
        calendarOf,
        limits,
        suppressed,
        optedOut,
        isStepped,
        isFarOff,
      };
      for (const attempt of turn.minted) {
        minted.set(attempt.id, businessNow());
        checkMint(attempt, minting);
      }
      for (const { id } of turn.sent) {
        const known = campaign.attempts.get(id);
        if (known) checkSlot(known, minting);
      }
      canaries.check(turn, campaign);
      checkAttempts(turn, campaign);
      checkCounters(turn, campaign);
      checkCompletion(campaign);
    },
  };
}
