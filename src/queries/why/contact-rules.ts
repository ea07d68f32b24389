import { isDispatchable, isEnd } from '../../domain/contact/enrollment.ts';
import type { Enrollment } from '../../domain/contact/enrollment.ts';
import type { ReasonCode } from '../../domain/reason-code.ts';
import type { Outlook, SkipReason } from '../../rules/person/outlook.ts';
import type { WhyFacts } from '../../rules/why.ts';
import { providerCode } from '../../rules/why/reasons.ts';
import { instantOrNull } from '../instants.ts';

export const contactRuleNames = [
  'emergency-stop',
  'campaign',
  'contact',
  'do-not-contact',
  'window',
  'delay',
  'provider',
  'limits',
] as const;

/** The verdict of one rule on one contact now. */
export type ContactRule = {
  rule: (typeof contactRuleNames)[number];
  verdict: 'passes' | 'blocks';
  /** Why it blocks; null if it passes. */
  reason: ReasonCode | SkipReason | null;
  /** Until when it blocks, RFC 3339 in UTC; null if that is not known. */
  until: string | null;
};

type Blocked = { reason: NonNullable<ContactRule['reason']>; until: number | null };
type RulesInput = {
  /** The facts of the contact as the only one of its campaign. */
  facts: WhyFacts;
  enrollment: Enrollment;
  outlook: Outlook | undefined;
  /** When the contact is due, if that is later than now. */
  dueLater: number | null;
};

const blocked = (reason: Blocked['reason'], until: number | null = null): Blocked => ({ reason, until });

function campaignBlock(facts: WhyFacts): Blocked | null {
  const { state, isRun, isTimeUnknown, startsAt, canary, heldByCanary } = facts;
  if (state === 'running') {
    if (!isRun) return blocked('campaign.no-owner');
    if (isTimeUnknown) return blocked('clock.unknown');
    return canary?.isFull || heldByCanary > 0 ? blocked('canary.verdict') : null;
  }
  if (state === 'scheduled') return blocked('campaign.scheduled', startsAt);
  if (state === 'draft' || state === 'paused' || state === 'cancelling') return blocked(`campaign.${state}`);
  return blocked('campaign.ended');
}

function contactBlock({ enrollment: { state }, facts }: RulesInput): Blocked | null {
  if (state === 'in-flight') return blocked('attempt.in-flight');
  if (state === 'paused') return blocked('contact.paused');
  if (state === 'review') return blocked('contact.review', facts.review.until);
  return state === 'observing' ? blocked('contact.observing', facts.observing.until) : null;
}

function addressBlock({ outlook }: RulesInput): Blocked | null {
  if (outlook?.type === 'suppressed') return blocked('contact.suppressed', outlook.until);
  return outlook?.type === 'skip' ? blocked(outlook.reason) : null;
}

function windowBlock({ groups: [group] }: WhyFacts): Blocked | null {
  if (!group || group.open) return null;
  return group.opensAt === null ? blocked('window.never') : blocked('window.closed', group.opensAt);
}

function delayBlock({ facts, enrollment, dueLater }: RulesInput): Blocked | null {
  const later = facts.groups[0]?.later[0];
  if (later) return blocked(later.waitReason, later.until);
  return dueLater === null ? null : blocked(enrollment.waitReason, dueLater);
}

function providerBlock({ providerDown }: WhyFacts): Blocked | null {
  if (!providerDown) return null;
  return blocked(providerCode(providerDown), providerDown.until);
}

/**
 * Returns the verdict of each rule on a contact, in the order in which they are asked. A contact that has ended has
 * none. The rules about the next attempt are asked only for contacts that wait for one.
 */
export function contactRules(input: RulesInput): ContactRule[] {
  const { facts, enrollment } = input;
  if (isEnd(enrollment.state)) return [];
  const always: [ContactRule['rule'], Blocked | null][] = [
    ['emergency-stop', facts.emergencyStop === null ? null : blocked('emergency.stop')],
    ['campaign', campaignBlock(facts)],
    ['contact', contactBlock(input)],
  ];
  const ofNextAttempt: [ContactRule['rule'], Blocked | null][] = [
    ['do-not-contact', addressBlock(input)],
    ['window', windowBlock(facts)],
    ['delay', delayBlock(input)],
    ['provider', providerBlock(facts)],
    ['limits', facts.limit && blocked(facts.limit.code, facts.limit.until)],
  ];
  const asked = isDispatchable(enrollment.state) ? [...always, ...ofNextAttempt] : always;
  return asked.map(([rule, block]) => ({
    rule,
    verdict: block ? 'blocks' : 'passes',
    reason: block?.reason ?? null,
    until: instantOrNull(block?.until ?? null),
  }));
}
