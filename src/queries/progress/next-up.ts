import { dueClasses } from '../../domain/contact/enrollment.ts';
import type { Store } from '../../persistence/contract/store.ts';
import { instantText } from '../instants.ts';
import type { CampaignFacts } from '../campaign-facts.ts';
import { canaryFacts } from '../why/canary-facts.ts';
import { blockedUntil } from './estimate-facts.ts';

/** The contact that is contacted next, and the earliest time for it. */
export type NextUp = { contact: string; row: number; dueAt: string };

/**
 * Of the first contacts of all calendars, the one that can start first; of those that can start at once, the first in
 * dispatch order.
 */
function firstHead(campaignFacts: CampaignFacts) {
  const { status, windowOf, now } = campaignFacts;
  const canary = canaryFacts(campaignFacts);
  if (canary?.isFull) return null;
  // A canary start takes contacts of the list; those that it contacted wait.
  const heads = campaignFacts.heads.filter(({ dueClass }) => !canary || dueClass === dueClasses.new);
  const earliest = blockedUntil(campaignFacts) ?? now;
  const candidates = heads.flatMap((head) => {
    const dueAt = Math.max(earliest, status.effective(head));
    const at = windowOf(head.calendar).nextOpening(dueAt);
    return at === null ? [] : [{ ...head, at }];
  });
  candidates.sort(
    (left, right) =>
      left.at - right.at ||
      left.dueClass - right.dueClass ||
      left.dueAt - right.dueAt ||
      left.position - right.position,
  );
  return candidates[0] ?? null;
}

export async function nextUp({
  store,
  campaignFacts,
}: {
  store: Store;
  campaignFacts: CampaignFacts;
}): Promise<NextUp | null> {
  const head = firstHead(campaignFacts);
  if (!head) return null;
  const [found] = await store.readContacts({ campaign: campaignFacts.record.id, positions: [head.position] });
  return found ? { contact: found.contact.id, row: found.contact.row, dueAt: instantText(head.at) } : null;
}
