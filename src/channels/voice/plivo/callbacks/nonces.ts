import type { Clock } from '../../../../platform/clock.ts';
import type { WebhookRequest } from '../../../contract.ts';
import { replayedCallback } from './refusals.ts';
import type { CallbackHeaders } from './signature.ts';

/**
 * The longest time in which the provider may repeat a callback with the same nonce, because it has not heard our answer: five
 * repeats of seven seconds each (see `delivery` in urls.ts), and a margin.
 */
const repeatsMs = 120_000;
const keptMs = 24 * 3_600_000;
const mostKept = 50_000;

/**
 * The nonces of the callbacks that were accepted here. A V3 signature covers a nonce and no time, so an old callback cannot be
 * told from its signature.
 */
export type Nonces = {
  /** Whether a callback with this nonce was accepted before, longer ago than the provider repeats one. */
  isReplay: (headers: CallbackHeaders) => boolean;
  noteAccepted: (headers: CallbackHeaders) => void;
};

/** Creates a memory of nonces: those of a day, and no more than the last 50,000. The system clock. */
export function createNonces({ clock }: { clock: Clock }): Nonces {
  /** By nonce, when it was first accepted, in that order. */
  const accepted = new Map<string, number>();
  const nonceOf = (headers: CallbackHeaders): string => headers.get('x-plivo-signature-v3-nonce') ?? '';

  const forgetOld = (): void => {
    const before = clock.now() - keptMs;
    for (const [nonce, at] of accepted) {
      if (at > before && accepted.size <= mostKept) return;
      accepted.delete(nonce);
    }
  };

  return {
    isReplay(headers) {
      const at = accepted.get(nonceOf(headers));
      return at !== undefined && clock.now() - at > repeatsMs;
    },
    noteAccepted(headers) {
      const nonce = nonceOf(headers);
      if (accepted.has(nonce)) return;
      accepted.set(nonce, clock.now());
      forgetOld();
    },
  };
}

/** Handles a callback unless it is a replay. What it throws was not accepted, so the provider may send it again. */
export async function refuseReplays({
  nonces,
  request,
  handle,
}: {
  nonces: Nonces;
  request: WebhookRequest;
  handle: () => Promise<Response>;
}): Promise<Response> {
  if (nonces.isReplay(request.headers)) throw replayedCallback();
  const response = await handle();
  nonces.noteAccepted(request.headers);
  return response;
}
