import type { CampaignDefinition } from '../../domain/campaign/campaign-definition.ts';
import { growingStates } from '../../domain/campaign/campaign.ts';
import { isFullOptOut } from '../../domain/contact/opt-out.ts';
import { everyClient } from '../../domain/contact/party.ts';
import type { Suppression } from '../../domain/do-not-contact/suppression.ts';
import { RingmasterError } from '../../domain/errors.ts';
import type { Engine, SuppressionOrder } from '../engine-contract.ts';
import { campaignsIn, nowOf } from './parts.ts';
import type { UseCaseParts } from './parts.ts';

type SuppressionUseCases = Pick<Engine, 'suppress' | 'suppressMany' | 'unsuppress'>;

/** Creates the orders about do-not-contact lists. */
export function createSuppressionUseCases(parts: UseCaseParts): SuppressionUseCases {
  const { store } = parts;
  return {
    async suppress({ request, ...order }) {
      const entry = toEntry(order, nowOf(parts));
      const stored = await store.putSuppression(entry, request);
      await tellCampaigns(parts, order, [order.address]);
      return stored;
    },

    async suppressMany({ entries, ...order }) {
      const at = nowOf(parts);
      const wanted = entries
        .map(({ expiresAt = null, ...entry }) => ({
          ...order,
          ...entry,
          // An opt-out in a list counts without the end of its row.
          expiresAt: isFullOptOut(entry.reason) ? null : expiresAt,
        }))
        .filter(({ expiresAt }) => expiresAt === null || expiresAt > at);
      const counts = await store.putSuppressions(wanted.map((entry) => toEntry(entry, at)));
      await tellCampaigns(
        parts,
        order,
        wanted.map(({ address }) => address),
      );
      return { ...counts, ended: entries.length - wanted.length };
    },

    unsuppress: ({ client, campaign = null, address, by, why = null, request }) =>
      store.removeSuppression(
        { client: client ?? everyClient, campaign, address, why, by, at: nowOf(parts) },
        request,
      ),
  };
}

/** Returns the entry of an order. Throws if it could never apply, or if an opt-out would end. */
function toEntry(
  { client, campaign = null, source = 'api', origin = null, expiresAt = null, ...named }: SuppressionOrder,
  at: number,
): Suppression {
  if (expiresAt !== null && expiresAt <= at) {
    throw new RingmasterError({
      code: 'suppression.ended',
      family: 'invalid',
      message: 'The end of this entry is in the past; it would never apply.',
      hint: 'Set a later end, or none.',
    });
  }
  if (expiresAt !== null && isFullOptOut(named.reason)) {
    throw new RingmasterError({
      code: 'suppression.opt-out-ends',
      family: 'invalid',
      message: `An opt-out (reason "${named.reason}") has no end; nothing was stored.`,
      hint: 'Leave the end out, or give another reason.',
    });
  }
  return { ...named, client: client ?? everyClient, campaign, source, origin, at, expiresAt };
}

/** One turn changes the contacts of one event. */
const addressesPerEvent = 500;

/**
 * Sends the addresses that were suppressed, or whose consent was withdrawn, to the campaigns that have one of their contacts.
 * `concerns`: whether it concerns a campaign.
 */
export async function tellCampaigns(
  parts: UseCaseParts,
  { client, campaign: only = null }: Pick<SuppressionOrder, 'client' | 'campaign'>,
  addresses: readonly string[],
  concerns: (definition: CampaignDefinition) => boolean = () => true,
): Promise<void> {
  const { runtime, store, newId } = parts;
  for await (const { id: campaign, definition } of campaignsIn(parts, { client, states: growingStates })) {
    if ((only !== null && campaign !== only) || !concerns(definition)) continue;
    const found = new Set((await store.findByKeys({ campaign, keys: addresses })).map(({ key }) => key));
    const theirs = [...found];
    for (let from = 0; from < theirs.length; from += addressesPerEvent) {
      const [address, ...others] = theirs.slice(from, from + addressesPerEvent);
      if (address === undefined) continue;
      const event = { type: 'suppressed', address, ...(others.length > 0 && { others }) } as const;
      await runtime.deliver({ campaign, id: newId('event'), event });
    }
  }
}
