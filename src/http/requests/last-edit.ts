import type { CampaignRecord } from '../../domain/campaign/campaign.ts';
import { errorInput, isRingmasterError, RingmasterError } from '../../domain/errors.ts';
import type { Store } from '../../persistence/contract/store.ts';
import type { EventView, Queries } from '../../queries/index.ts';

/** Events of the campaign itself, without those of its contacts. */
const lookedThrough = 500;

type Readers = { store: Pick<Store, 'readCampaign'>; queries: Pick<Queries, 'ownEvents'> };

/**
 * Resolves with the reply to an edit. If it is refused because the campaign was edited meanwhile, the error names who
 * edited it last and when, unless that is too far back in the log.
 */
export async function withLastEdit<Reply>({
  order,
  campaign,
  ...readers
}: Readers & { order: Promise<Reply>; campaign: CampaignRecord['id'] }): Promise<Reply> {
  try {
    return await order;
  } catch (error) {
    if (!isRingmasterError(error, 'campaign.changed-meanwhile')) throw error;
    const edit = await lastEdit(campaign, readers);
    if (!edit) throw error;
    const { by, at } = edit;
    const input = errorInput(error);
    throw new RingmasterError({
      ...input,
      message: `${input.message} The last edit was by ${by}, at ${at}.`,
      details: { ...input.details, editedBy: by, editedAt: at },
      cause: error,
    });
  }
}

async function lastEdit(campaign: string, { store, queries }: Readers): Promise<EventView | undefined> {
  const record = await store.readCampaign(campaign);
  if (!record) return undefined;
  const { items } = await queries.ownEvents({ record, limit: lookedThrough });
  return items.findLast(({ type }) => type === 'campaign.edited');
}
