import { everyClient } from '../../domain/contact/party.ts';
import type { Engine } from '../engine-contract.ts';
import { nowOf } from './parts.ts';
import type { UseCaseParts } from './parts.ts';

type StopUseCases = Pick<Engine, 'orderStop' | 'liftStop'>;

export function createStopUseCases(parts: UseCaseParts): StopUseCases {
  const { runtime, store } = parts;
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
  };
}
