import { attemptStates, isOpen } from '../../domain/attempt/attempt.ts';
import type { AttemptState } from '../../domain/attempt/attempt.ts';
import { campaignStates } from '../../domain/campaign/campaign.ts';
import type { CampaignRecord, CampaignState } from '../../domain/campaign/campaign.ts';
import { enrollmentStates } from '../../domain/contact/enrollment.ts';
import type { EnrollmentState } from '../../domain/contact/enrollment.ts';
import type { Store } from '../../persistence/contract/store.ts';
import { instantText } from '../instants.ts';

const pageSize = 500;

/** How many campaigns, contacts and attempts are in each state, over all campaigns. */
export type StatesView = {
  asOf: string;
  campaign: Record<CampaignState, number>;
  enrollment: Record<EnrollmentState, number>;
  /** Attempts that were not placed are not counted. */
  attempt: Record<AttemptState, number | null>;
};

const zeros = <Name extends string>(names: readonly Name[]): Record<Name, number> =>
  Object.fromEntries(names.map((name) => [name, 0])) as Record<Name, number>;

type Sums = Pick<StatesView, 'campaign' | 'enrollment'> & { attempt: Record<AttemptState, number> };

/**
 * Adds up the counters of all campaigns of a client, or (null) of all clients, in pages. Attempts that have not ended are
 * read from campaigns that have any. The campaign for single calls is not a campaign of a user, but its contacts and calls
 * are counted.
 */
export async function statesView({
  store,
  client,
  now,
}: {
  store: Pick<Store, 'listCampaigns' | 'readOpenAttempts'>;
  client: string | null;
  now: number;
}): Promise<StatesView> {
  const sums: Sums = {
    campaign: zeros(campaignStates),
    enrollment: zeros(enrollmentStates),
    attempt: zeros(attemptStates),
  };
  let after: string | undefined;
  do {
    const page = await store.listCampaigns({
      limit: pageSize,
      ...(client !== null && { client }),
      ...(after !== undefined && { after }),
    });
    for (const record of page.items) await add({ store, sums, record });
    after = page.next ?? undefined;
  } while (after !== undefined);
  return { asOf: instantText(now), ...sums, attempt: { ...sums.attempt, 'not-placed': null } };
}

async function add({
  store,
  sums: { campaign, enrollment, attempt },
  record: { id, state, listed, counters },
}: {
  store: Pick<Store, 'readOpenAttempts'>;
  sums: Sums;
  record: CampaignRecord;
}): Promise<void> {
  if (listed) campaign[state] += 1;
  for (const name of Object.keys(counters.states) as EnrollmentState[])
    enrollment[name] += counters.states[name] ?? 0;
  attempt.ended += Math.max(0, (counters.attempts['started'] ?? 0) - counters.open);
  if (counters.open === 0) return;
  for (const one of await store.readOpenAttempts(id)) if (isOpen(one.state)) attempt[one.state] += 1;
}
