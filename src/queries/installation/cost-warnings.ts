import { budgetMicros } from '../../domain/cost/budget.ts';
import { readMoney } from '../../domain/cost/money.ts';
import { everyClient } from '../../domain/contact/party.ts';
import type { Store } from '../../persistence/contract/store.ts';
import type { CampaignFacts } from '../campaign-facts.ts';
import { costEstimate } from '../cost/campaign-cost.ts';
import type { PreflightItem } from './preflight-item.ts';

/**
 * Says what a campaign is expected to cost, which contacts have no rate, and whether the budget is enough. Without rates and
 * without a budget there is nothing to say.
 */
export async function costWarnings({
  store,
  facts: { record, channels, client, now },
}: {
  store: Pick<Store, 'listRates' | 'listEnrollments' | 'readContacts'>;
  facts: CampaignFacts;
}): Promise<PreflightItem[]> {
  const { budget } = record.definition;
  const isCalled = record.definition.steps.some((step) => channels.longestSeconds(step) !== null);
  if (!isCalled || record.counters.total === 0) return [];
  const tables = await Promise.all([record.client, everyClient].map((owner) => store.listRates(owner)));
  const isRated = tables.flat().some(({ validFrom }) => validFrom <= now);
  if (!isRated) return budget || client.budget ? [noRates] : [];
  const { expected, withoutRate } = await costEstimate({ store, channels, record, now });
  const costs = expected.map(({ currency, low, likely, high }): PreflightItem => {
    const detail = `The calls are expected to cost about ${likely} ${currency}, in eight of ten cases ${low} to ${high}.`;
    return { code: 'cost.expected', detail, hint: `See ringmaster cost ${record.name}.` };
  });
  const { contacts, positions } = withoutRate;
  const missing: PreflightItem = {
    code: 'rates.missing',
    detail: `${contacts} contacts have no rate, so their cost is not known: positions ${positions.join(', ')}.`,
    hint:
      budget || client.budget ? 'A budget allows no call without a rate. Add the rates.' : 'Add the rates.',
  };
  const needed = expected.find(({ currency }) => currency === budget?.currency);
  const isShort = budget && needed && (readMoney(needed.likely) ?? 0) > budgetMicros(budget.amount);
  const short: PreflightItem = {
    code: 'budget.short',
    detail: `The budget of ${budget?.amount} ${budget?.currency} is expected to be used up before the end.`,
    hint: 'Raise it, or expect a pause.',
  };
  return [...costs, ...(contacts > 0 ? [missing] : []), ...(isShort ? [short] : [])];
}

const noRates: PreflightItem = {
  code: 'rates.missing',
  detail: 'There is a budget and no rate, so no call can start.',
  hint: 'Import the rates: ringmaster rates --import FILE.',
};
