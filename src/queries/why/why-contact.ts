import type { SharedLimits } from '../../actors/index.ts';
import type { CampaignEvent } from '../../domain/events/campaign-event.ts';
import type { CallingRule } from '../../domain/time/calling-rule.ts';
import type { CampaignRecord } from '../../domain/campaign/campaign.ts';
import { isDispatchable } from '../../domain/contact/enrollment.ts';
import type { Enrollment } from '../../domain/contact/enrollment.ts';
import type { Store } from '../../persistence/contract/store.ts';
import type { Window } from '../../rules/windows/windows.ts';
import type { Outlook } from '../../rules/person/outlook.ts';
import { explain } from '../../rules/why.ts';
import type { Why } from '../../rules/why.ts';
import type { ReadCampaignFacts } from '../campaign-facts.ts';
import { eventView } from '../views/event-view.ts';
import type { EventView } from '../views/event-view.ts';
import { circumstancesOf, outlooksOf } from '../outlooks.ts';
import { contactViews } from '../views/contact-view.ts';
import type { ContactView } from '../views/contact-view.ts';
import { contactFacts } from './contact-facts.ts';
import { contactRules } from './contact-rules.ts';
import type { ContactRule } from './contact-rules.ts';
import { contactSummary } from './contact-summary.ts';
import type { CallBackFacts, Doubt, NumberFacts } from './contact-summary.ts';
import { commonFacts } from './why-facts.ts';

/** Why one contact is, or is not, contacted now, and everything that happened to it, in order. */
export type WhyContact = Why & {
  /** The verdict of each rule. */
  rules: ContactRule[];
  /** The calling rules of the places where the contact may be. */
  callingRules: CallingRule[];
  person: ContactView | null;
  history: EventView[];
};

export type ExplainContact = (input: {
  record: CampaignRecord;
  enrollment: Enrollment;
  now: number;
}) => Promise<WhyContact>;

const pageSize = 500;

/** Everything that happened to one contact, in order. */
export async function readHistory({
  store,
  campaign,
  position,
}: {
  store: Pick<Store, 'readEvents'>;
  campaign: string;
  position: number;
}): Promise<CampaignEvent[]> {
  const events: CampaignEvent[] = [];
  for (;;) {
    const afterSeq = events.at(-1)?.seq ?? 0;
    const page = await store.readEvents({ campaign, afterSeq, position, limit: pageSize });
    events.push(...page);
    if (page.length < pageSize) return events;
  }
}

/** The call-back of a contact, and when its hours open; null without one that is still to be made. */
function callBackFacts({
  enrollment: { callBackAt, state },
  window,
  now,
}: {
  enrollment: Enrollment;
  window: Window;
  now: number;
}): CallBackFacts | null {
  if (callBackAt === null || !isDispatchable(state)) return null;
  return { at: callBackAt, opensAt: window.nextOpening(Math.max(callBackAt, now)) };
}

/** The numbers of a contact that has several and waits; null for others. */
function numberFacts({
  enrollment: { state },
  outlook,
  view,
}: {
  enrollment: Enrollment;
  outlook: Outlook | undefined;
  view: ContactView | undefined;
}): NumberFacts | null {
  if (outlook?.type !== 'reachable' || outlook.address === null || outlook.lines === null) return null;
  const { dead } = outlook.lines;
  const gone = dead.flatMap((index) => view?.addresses[index]?.address ?? []);
  return isDispatchable(state) ? { next: outlook.address, dead: gone } : null;
}

/** What is known about an open attempt that may or may not have been sent; null if this is certain. */
function doubtOf(history: readonly CampaignEvent[], attempt: string | null): Doubt | null {
  const last = attempt === null ? undefined : history.findLast((event) => event.attempt === attempt);
  if (last?.type !== 'attempt.unknown') return null;
  const { detail, until } = last.data;
  return typeof detail === 'string' && typeof until === 'number' ? { detail, until } : null;
}

export function createExplainContact({
  store,
  shared,
  readCampaignFacts,
}: {
  store: Store;
  shared: SharedLimits;
  readCampaignFacts: ReadCampaignFacts;
}): ExplainContact {
  return async ({ record: known, enrollment: asked, now }) => {
    const { position } = asked;
    const [campaignFacts, [current]] = await Promise.all([
      readCampaignFacts({ record: known, now }),
      store.readEnrollments({ campaign: known.id, positions: [position] }),
    ]);
    const { record, windowOf } = campaignFacts;
    const enrollment = current ?? asked;
    const { channels } = campaignFacts;
    const [persons, outlooks, history, [view]] = await Promise.all([
      store.readPersons([enrollment.person]),
      outlooksOf({ store, record, channels, enrollments: [enrollment], now }),
      readHistory({ store, campaign: record.id, position }),
      contactViews({ store, record, enrollments: [enrollment], now }),
    ]);
    const common = commonFacts({ campaignFacts, shared });
    const person = persons.get(enrollment.person) ?? null;
    const facts = contactFacts({ campaignFacts, enrollment, person, common });
    const why = explain(facts);
    const window = windowOf(enrollment.calendar);
    const words = contactSummary({
      why,
      facts,
      enrollment,
      timeZone: window.timeZone,
      callBack: callBackFacts({ enrollment, window, now }),
      numbers: numberFacts({ enrollment, outlook: outlooks.get(position), view }),
      ...circumstancesOf(outlooks.get(position)),
      rest: record.rest,
      inWords: campaignFacts.channels.inWords,
      doubt: doubtOf(history, enrollment.openAttempt),
    });
    const { status } = campaignFacts;
    const isLater = status.effective(enrollment) > now;
    return {
      ...why,
      ...words,
      rules: contactRules({
        facts,
        enrollment,
        outlook: outlooks.get(position),
        dueLater: isLater ? status.effective(enrollment) : null,
      }),
      callingRules: [...window.calling],
      person: view ?? null,
      history: history.map((event) => eventView({ campaign: record.id, event })),
    };
  };
}
