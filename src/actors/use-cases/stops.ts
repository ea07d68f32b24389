import { growingStates } from '../../domain/campaign/campaign.ts';
import { everyClient } from '../../domain/contact/party.ts';
import type { Engine } from '../engine-contract.ts';
import { campaignsIn, nowOf } from './parts.ts';
import type { UseCaseParts } from './parts.ts';

type StopUseCases = Pick<Engine, 'orderStop' | 'liftStop' | 'suppress' | 'unsuppress'>;

export function createStopUseCases(parts: UseCaseParts): StopUseCases {
  const { runtime, store, newId } = parts;
  return {
    async orderStop({ client, reason, by, request }) {
      const stop = { client: client ?? everyClient, reason, by, at: nowOf(parts) };
      const changed = await store.putStop(stop, request);
      await runtime.announceStops();
      return { changed };
    },

    async liftStop({ client, reason = null, by, request }) {
      const lift = { client: client ?? everyClient, reason, by, at: nowOf(parts) };
      const changed = await store.removeStop(lift, request);
      await runtime.announceStops();
      return { changed };
    },

    async suppress({ client, address, reason, by, request }) {
      const suppression = await store.putSuppression(
        { client: client ?? everyClient, address, reason, by, at: nowOf(parts) },
        request,
      );
      for await (const { id: campaign } of campaignsIn(parts, { client, states: growingStates })) {
        if ((await store.findByKeys({ campaign, keys: [address] })).length === 0) continue;
        await runtime.deliver({ campaign, id: newId('event'), event: { type: 'suppressed', address } });
      }
      return suppression;
    },

    unsuppress: ({ client, address, by, request }) =>
      store.removeSuppression({ client: client ?? everyClient, address, by, at: nowOf(parts) }, request),
  };
}
