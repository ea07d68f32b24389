import { answersOf } from '../../../domain/attempt/facts.ts';
import type { CampaignDefinition } from '../../../domain/campaign/campaign-definition.ts';
import type { Channels } from '../../../domain/campaign/channel-facts.ts';
import type { Store } from '../../../persistence/contract/store.ts';

/** Whether a contact of the campaign may have set variables in an earlier touch. */
export function mayHaveAnswers(
  { variablesSetBy }: Pick<Channels, 'variablesSetBy'>,
  { steps }: Pick<CampaignDefinition, 'steps'>,
): boolean {
  return steps.some((step) => variablesSetBy(step).length > 0);
}

const mostAttempts = 100;

/** Reads the variables that a contact has set in the last touches of a campaign. The value of the latest touch counts. */
export async function readAnswers({
  store,
  campaign,
  position,
}: {
  store: Pick<Store, 'listAttempts'>;
  campaign: string;
  position: number;
}): Promise<Readonly<Record<string, string>>> {
  const { items } = await store.listAttempts({ campaign, position, limit: mostAttempts });
  const oldestFirst = items.toSorted((left, right) => left.number - right.number);
  return Object.assign({}, ...oldestFirst.map(({ details }) => answersOf(details))) as Record<string, string>;
}
