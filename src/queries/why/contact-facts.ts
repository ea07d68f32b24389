import { isDispatchable, isEnd } from '../../domain/contact/enrollment.ts';
import type { Enrollment } from '../../domain/contact/enrollment.ts';
import type { Person } from '../../domain/contact/person.ts';
import { isWithoutContact as isStepWithoutContact } from '../../rules/due-lanes.ts';
import { attemptCapsOf, attemptCountsOf } from '../../rules/person/attempt-caps.ts';
import { placeDue, waitFrom } from '../../rules/retry.ts';
import { busyUntil } from '../../rules/person/same-minute.ts';
import type { GroupFacts, LaterFacts, WhyFacts } from '../../rules/why.ts';
import type { CampaignFacts } from '../campaign-facts.ts';
import { missingSenders } from './step-senders.ts';
import { abandonmentFacts, providerFacts } from './why-facts.ts';
import type { CommonFacts } from './why-facts.ts';

type PersonFactsInput = { campaignFacts: CampaignFacts; enrollment: Enrollment; person: Person | null };

/** Why one contact is not contacted although nothing else prevents it; the same checks as before a mint. */
function laterOf({ campaignFacts, enrollment, person }: PersonFactsInput): LaterFacts | null {
  const { status, now, windowOf, record } = campaignFacts;
  const window = windowOf(enrollment.calendar);
  const { waitReason } = enrollment;
  const isWithoutContact = isAtStepWithoutContact({ campaignFacts, enrollment });
  const base = { contacts: 1, isWithoutContact };
  const dueAt = status.effective(enrollment);
  if (dueAt > now) {
    return { ...base, waitReason, until: window.nextOpening(dueAt) };
  }
  if (!person || isWithoutContact) return null;
  const busy = busyUntil({ person, campaign: record.id, startAt: now, at: now });
  if (busy !== null) {
    const until = person.openAttempts.length > 0 ? null : busy;
    return { ...base, waitReason: 'person.busy', until };
  }
  const { retry, steps } = record.definition;
  const counts = attemptCountsOf(person, steps[enrollment.step]?.channel ?? '');
  const caps = attemptCapsOf({ retry, client: campaignFacts.client, place: window.caps });
  if (waitFrom({ at: now, window, counts, caps }) === null) return null;
  const placed = placeDue({ dueAt: now, reason: waitReason, window, counts, caps });
  return { ...base, waitReason: placed.waitReason, until: placed.dueAt };
}

/** Whether the contact's step contacts no one. A single call has its own step, which always contacts the recipient. */
function isAtStepWithoutContact({
  campaignFacts: { record, channels },
  enrollment,
}: Omit<PersonFactsInput, 'person'>): boolean {
  return record.listed && isStepWithoutContact({ steps: record.definition.steps, channels }, enrollment.step);
}

function groupsOf(input: PersonFactsInput): GroupFacts[] {
  const { campaignFacts, enrollment } = input;
  if (!isDispatchable(enrollment.state)) return [];
  const window = campaignFacts.windowOf(enrollment.calendar);
  const open = window.isOpen(campaignFacts.now);
  const later = open ? laterOf(input) : null;
  const due = later ? 0 : 1;
  const isWithoutContact = isAtStepWithoutContact(input);
  return [
    {
      timeZone: window.timeZone,
      open,
      opensAt: open ? null : window.nextOpening(campaignFacts.now),
      ready: isWithoutContact ? 0 : due,
      dueWithoutContact: isWithoutContact ? due : 0,
      later: later ? [later] : [],
    },
  ];
}

/** Whether the contact was contacted by a canary start that is under way, and waits for its verdict. */
function isHeldByCanary({
  common,
  enrollment: { state, attempts },
}: PersonFactsInput & { common: CommonFacts }): boolean {
  return common.canary !== null && isDispatchable(state) && attempts > 0;
}

/** The facts of a campaign as if this contact were its only one. */
export function contactFacts(input: PersonFactsInput & { common: CommonFacts }): WhyFacts {
  const { state, deadlineAt } = input.enrollment;
  const isReview = state === 'review';
  const isObserved = state === 'observing';
  const { record } = input.campaignFacts;
  const step = record.listed ? record.definition.steps[input.enrollment.step] : undefined;
  const isHeld = isHeldByCanary(input);
  return {
    ...input.common,
    heldByCanary: Number(isHeld),
    ...(step && {
      providerDown: providerFacts(input.campaignFacts, [step]),
      noSender: missingSenders({ ...input.campaignFacts, steps: [step] }),
      abandonment: abandonmentFacts(input.campaignFacts, [step]),
    }),
    remaining: isEnd(state) ? 0 : 1,
    inFlight: state === 'in-flight' ? 1 : 0,
    pausedContacts: state === 'paused' ? 1 : 0,
    review: { contacts: Number(isReview), until: isReview ? deadlineAt : null },
    observing: { contacts: Number(isObserved), until: isObserved ? deadlineAt : null },
    groups: isHeld ? [] : groupsOf(input),
  };
}
