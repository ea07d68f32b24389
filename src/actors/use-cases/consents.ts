import type { Consent } from '../../domain/consent/consent.ts';
import { RingmasterError } from '../../domain/errors.ts';
import type { ConsentOrder, Engine } from '../engine-contract.ts';
import { nowOf } from './parts.ts';
import type { UseCaseParts } from './parts.ts';
import { tellCampaigns } from './suppressions.ts';

/** Creates the orders about the consents of persons. */
export function createConsentUseCases(
  parts: UseCaseParts,
): Pick<Engine, 'recordConsents' | 'withdrawConsents'> {
  const { store, channels } = parts;
  const toConsent = ({ client, by }: { client: string; by: string }, order: ConsentOrder): Consent => {
    const at = nowOf(parts);
    if (!channels.find(order.channel)) throw unknownChannel(order.channel);
    if (order.givenAt > at) throw inFuture();
    return { client, ...order, by, recordedAt: at, withdrawnAt: null };
  };
  return {
    async recordConsents({ client, consents, by, request }) {
      const recorded = consents.map((order) => toConsent({ client, by }, order));
      return store.putConsents({ client, consents: recorded }, request);
    },
    async withdrawConsents({ request, ...order }) {
      const { client, address } = order;
      const withdrawn = await store.withdrawConsents({ ...order, at: nowOf(parts) }, request);
      if (withdrawn.length > 0)
        await tellCampaigns(parts, { client }, [address], ({ consent = {} }) =>
          withdrawn.some((channel) => consent[channel] === 'required'),
        );
      return withdrawn;
    },
  };
}

function unknownChannel(channel: string): RingmasterError {
  return new RingmasterError({
    code: 'channel.not-found',
    family: 'invalid',
    message: `There is no channel ${channel}; no consent was recorded.`,
  });
}

function inFuture(): RingmasterError {
  return new RingmasterError({
    code: 'consent.in-future',
    family: 'invalid',
    message: 'A consent is given in the future; no consent was recorded.',
    hint: 'Set the time at which the person gave it.',
  });
}
