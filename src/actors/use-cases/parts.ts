import type { Channel } from '../../channels/contract.ts';
import { RingmasterError } from '../../domain/errors.ts';
import type { CampaignRecord, CampaignState } from '../../domain/campaign/campaign.ts';
import type { NewId } from '../../domain/ids.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Store } from '../../persistence/contract/store.ts';
import type { OnCommitted } from '../committed.ts';
import type { Kit } from '../kit.ts';
import type { Runtime } from '../host/runtime.ts';

/** What every use case needs. */
export type UseCaseParts = {
  /** The id of this instance. */
  instance: string;
  runtime: Runtime;
  store: Store;
  business: Clock;
  newId: NewId;
  onCommitted: OnCommitted;
  faultOf: Kit['faultOf'];
  channels: Kit['channels'];
  /** The channels themselves, by name. */
  providers: ReadonlyMap<string, Channel>;
};

export function notFound(what: string, name: string): RingmasterError {
  return new RingmasterError({
    code: `${what}.not-found`,
    family: 'not-found',
    message: `There is no ${what} ${name}.`,
  });
}

export async function readCampaign({ store }: UseCaseParts, campaign: string): Promise<CampaignRecord> {
  const record = await store.readCampaign(campaign);
  if (!record) throw notFound('campaign', campaign);
  return record;
}

/** Business time in whole milliseconds. */
export function nowOf({ business }: UseCaseParts): number {
  return Math.floor(business.now());
}

const pageSize = 200;

/** Campaigns in any of these states (null: in every state), page by page. */
export async function* campaignsIn(
  { store }: UseCaseParts,
  { client, states }: { client: string | null; states: readonly CampaignState[] | null },
): AsyncGenerator<CampaignRecord> {
  let after: string | undefined;
  do {
    const page = await store.listCampaigns({
      ...(client === null ? {} : { client }),
      ...(after === undefined ? {} : { after }),
      ...(states === null ? {} : { states }),
      limit: pageSize,
    });
    yield* page.items;
    after = page.next ?? undefined;
  } while (after !== undefined);
}
