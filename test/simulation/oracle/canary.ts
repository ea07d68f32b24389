import { isOpen } from '../../../src/domain/attempt/attempt.ts';
import { canaryRates } from '../../../src/domain/campaign/canary.ts';
import type { CanaryFigures, CanaryPlan } from '../../../src/domain/campaign/canary.ts';
import { isEnd } from '../../../src/domain/contact/enrollment.ts';
import type { EventOf } from '../../../src/domain/events/campaign-event.ts';
import { toMs } from '../../../src/domain/time/duration.ts';
import type { Turn } from '../../../src/persistence/contract/store.ts';
import { letterRegistry } from '../../support/letters/descriptor.ts';
import { broken } from './broken.ts';
import { isCounted, isNote } from './mirror.ts';
import type { Known, MirrorCampaign } from './mirror.ts';

type Judged = EventOf<'campaign.canary-judged'>;

/** The figures of a canary start, counted from the attempts of the mirror. */
function recount(attempts: readonly Known[], { limits }: CanaryPlan): CanaryFigures {
  const ended = attempts.filter(({ state }) => !isOpen(state));
  const count = (isMeant: (attempt: Known) => boolean): number => ended.filter(isMeant).length;
  const endOf = ({ channel, disposition }: Known): string | undefined =>
    letterRegistry.channels.disposition({ channel, disposition: disposition ?? '' }).end;
  const isShort = ({ disposition, outcome, details, cause }: Known): boolean =>
    disposition === 'answered' &&
    outcome === null &&
    cause?.source === 'Callee' &&
    typeof details?.['talkSeconds'] === 'number' &&
    details['talkSeconds'] * 1_000 < toMs(limits.shortCall);
  return {
    started: attempts.length,
    results: ended.length,
    invalid: count((attempt) => ['invalid', 'bounced'].includes(endOf(attempt) ?? '')),
    optedOut: count(({ outcome }) => outcome === 'opt-out'),
    failed: count(({ disposition }) => disposition === 'failed' || disposition === 'unconfirmed'),
    answered: count(({ disposition }) => disposition === 'answered'),
    short: count(isShort),
  };
}

function ratesOver({ answered, results, ...counts }: CanaryFigures, { limits }: CanaryPlan): string[] {
  const most = {
    invalid: limits.maxInvalid * results,
    optedOut: limits.maxOptOut * results,
    failed: limits.maxFailed * results,
    short: limits.maxShort * answered,
  };
  return canaryRates.filter((rate) => counts[rate] > most[rate]);
}

export type CanaryOracle = {
  /** `after`: the campaign after the turn. */
  check: (turn: Turn, after: MirrorCampaign) => void;
};

/**
 * Holds a canary start to its promise, from its order to its verdict, as the log tells them: no more contacts than ordered,
 * one attempt each, and a verdict on the results of all of them.
 */
export function createCanaryOracle(): CanaryOracle {
  const plans = new Map<string, CanaryPlan>();

  const checkMinted = (
    { minted, record: { id } }: Turn,
    counted: readonly Known[],
    plan: CanaryPlan,
  ): void => {
    const touches = minted.filter((attempt) => !isNote(attempt));
    if (touches.length === 0) return;
    if (counted.length > plan.contacts)
      broken(
        `5 limits: ${counted.length} contacts of ${id} were started, its canary start allows ${plan.contacts}`,
      );
    for (const { id: attempt, position } of touches) {
      if (counted.some((other) => other.position === position && other.id !== attempt))
        broken(`5 limits: ${attempt} is a second attempt to person ${position} before the verdict in ${id}`);
    }
  };

  const checkVerdict = (
    { record, minted }: Turn,
    { data }: Judged,
    { after, counted, plan }: { after: MirrorCampaign; counted: readonly Known[]; plan: CanaryPlan },
  ): void => {
    const { id, state, rest } = record;
    const open = counted.find((attempt) => isOpen(attempt.state));
    if (open) broken(`5 limits: the verdict in ${id} was given before ${open.id} had ended`);
    if (minted.some((attempt) => !isNote(attempt)))
      broken(`5 limits: ${id} minted in the turn of its verdict`);
    const { contacts: _, limits: __, over, ...figures } = data;
    const expected = recount(counted, plan);
    if (JSON.stringify(figures) !== JSON.stringify(expected))
      broken(
        `2 counters: the verdict in ${id} was given on ${JSON.stringify(figures)}; it is ${JSON.stringify(expected)}`,
      );
    const expectedOver = ratesOver(expected, plan);
    if (over.join() !== expectedOver.join())
      broken(
        `5 limits: over the limits of ${id} were ${over.join() || 'none'}, not ${expectedOver.join() || 'none'}`,
      );
    const people = [...after.people.values()];
    const isAnyoneLeft = rest === null && people.some((person) => !isEnd(person.state));
    if (over.length > 0 && isAnyoneLeft && state !== 'paused')
      broken(`5 limits: the canary start of ${id} is over its limits, and it is ${state}`);
    if (over.length === 0 && state === 'paused')
      broken(`3 pause: ${id} was paused although its canary start passed`);
    const [first] = record.definition.steps;
    const mayBegin = counted.length < plan.contacts && first !== undefined && !isNote(first);
    const isOpenList = [...after.imports.values()].includes('open');
    const untried = people.find((person) => person.state === 'pending');
    if (mayBegin && (untried || isOpenList))
      broken(`5 limits: the verdict in ${id} was given on ${counted.length} of ${plan.contacts} contacts`);
  };

  return {
    check(turn, after) {
      const { id, counters } = turn.record;
      for (const event of turn.events) {
        if (event.type === 'campaign.started' && event.data.canary) plans.set(id, event.data.canary);
      }
      const plan = plans.get(id);
      if (!plan) return;
      const counted = [...after.attempts.values()].filter(isCounted);
      checkMinted(turn, counted, plan);
      const judged = turn.events.find((event) => event.type === 'campaign.canary-judged');
      if (judged) {
        checkVerdict(turn, judged, { after, counted, plan });
        plans.delete(id);
      } else if (!counters.canary) broken(`5 limits: the canary start of ${id} was lost before its verdict`);
    },
  };
}
