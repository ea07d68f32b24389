import type { CampaignRecord } from '../../domain/campaign/campaign.ts';
import { lacksConsent } from '../../domain/consent/consent.ts';
import type { Store } from '../../persistence/contract/store.ts';
import type { PreflightItem } from './preflight-item.ts';

/** The number of contacts whose consents are read at most. */
const mostRead = 10_000;
const pageSize = 500;

/** Warns of contacts without a consent that the campaign requires, with their number among the first `mostRead` contacts. */
export async function consentWarnings({
  store,
  record: {
    id: campaign,
    definition: { consent },
  },
  now,
}: {
  store: Pick<Store, 'listEnrollments' | 'readReach'>;
  record: CampaignRecord;
  now: number;
}): Promise<PreflightItem[]> {
  if (consent === undefined) return [];
  const channels = Object.keys(consent);
  let [read, lacking] = [0, 0];
  let after: string | null = null;
  do {
    const page: Awaited<ReturnType<Store['listEnrollments']>> = await store.listEnrollments({
      campaign,
      limit: pageSize,
      ...(after !== null && { after }),
    });
    const positions = page.items.map(({ position }) => position);
    const reaches = await store.readReach({ campaign, positions, at: now });
    lacking += reaches.filter(({ consented }) =>
      channels.some((channel) => lacksConsent(consent, channel, consented)),
    ).length;
    read += page.items.length;
    after = page.next;
  } while (after !== null && read < mostRead);
  if (lacking === 0) return [];
  const among = after === null ? `${read}` : `the first ${read}`;
  return [
    {
      code: 'contact.no-consent',
      detail: `${lacking} of ${among} contacts have no consent to ${channels.join(' and ')}. Their steps on it are skipped.`,
      hint: 'Record consents: ringmaster consent ADDRESS --source TEXT, or POST /v1/consents.',
    },
  ];
}
