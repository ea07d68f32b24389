import { dueClasses, dueClassesInOrder } from '../../domain/contact/enrollment.ts';
import type { Enrollment } from '../../domain/contact/enrollment.ts';
import { tallyBucketMs } from '../../persistence/contract/store.ts';
import type { DueTally, Store } from '../../persistence/contract/store.ts';
import type { WhyFacts } from '../../rules/why.ts';
import { isWithoutContact } from '../../rules/due-lanes.ts';
import { canaryView } from '../views/canary-view.ts';
import type { CanaryView } from '../views/canary-view.ts';
import type { CampaignFacts } from '../campaign-facts.ts';

/** Returns the canary start of a campaign for answers; null if it was started without one. */
export function canaryOf({ status, record }: Pick<CampaignFacts, 'status' | 'record'>): CanaryView | null {
  return canaryView({ canary: status.context.canary, counted: record.counters.canary });
}

/** The canary start that is under way in a running campaign; null if there is none. */
export function canaryFacts({ status, record }: CampaignFacts): WhyFacts['canary'] {
  const plan = status.context.canary;
  const counted = record.counters.canary;
  if (!plan || !counted || status.state !== 'running') return null;
  const { started, results } = counted;
  return { contacts: plan.contacts, started, results, isFull: started >= plan.contacts };
}

/** Contacts that are deferred are counted up to this number beside those that were contacted. */
const maxDeferred = 500;

/** Whether new contacts wait for the verdict: enough have begun at a step that contacts no one. */
function areNewcomersHeld({ record, status, channels }: CampaignFacts): boolean {
  const { steps } = record.definition;
  const begun = record.counters.canary?.begun ?? 0;
  return isWithoutContact({ steps, channels }, 0) && begun >= (status.context.canary?.contacts ?? 0);
}

/**
 * Removes the contacts that wait for the verdict of a canary start from the facts: those that were contacted, and new
 * ones if enough have begun. Returns the facts of the others, and the number of contacts that were removed.
 */
export async function withoutHeld({
  store,
  campaignFacts,
}: {
  store: Pick<Store, 'readDue'>;
  campaignFacts: CampaignFacts;
}): Promise<{ campaignFacts: CampaignFacts; held: number }> {
  const { record, tallies, calendars, heads } = campaignFacts;
  const found = await store.readDue({
    campaign: record.id,
    calendars,
    classes: dueClassesInOrder.filter((dueClass) => dueClass !== dueClasses.new),
    now: Number.MAX_SAFE_INTEGER,
    limit: (record.counters.canary?.started ?? 0) + maxDeferred,
  });
  const contacted = found.filter(({ attempts }) => attempts > 0);
  const isHeld = areNewcomersHeld(campaignFacts);
  let held = 0;
  const left = tallies.flatMap((tally): DueTally[] => {
    const isNew = tally.dueClass === dueClasses.new;
    const own = isNew && isHeld ? tally.contacts : contacted.filter((row) => isIn(tally, row)).length;
    held += own;
    return tally.contacts > own ? [{ ...tally, contacts: tally.contacts - own }] : [];
  });
  const others = found.filter(({ attempts }) => attempts === 0);
  const newcomers = heads.filter(({ dueClass }) => dueClass === dueClasses.new);
  return { held, campaignFacts: { ...campaignFacts, tallies: left, heads: [...newcomers, ...others] } };
}

function isIn(tally: DueTally, { calendar, dueClass, waitReason, dueAt }: Enrollment): boolean {
  return (
    tally.calendar === calendar &&
    tally.dueClass === dueClass &&
    tally.waitReason === waitReason &&
    tally.bucket === Math.floor(dueAt / tallyBucketMs)
  );
}
