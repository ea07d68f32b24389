import { createHmac } from 'node:crypto';
import { lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { Agent, request } from 'undici';
import { isPrivateAddress, isPrivateHost } from '../../platform/private-addresses.ts';

/** Sends one request. Resolves with the HTTP status. Rejects if there was no answer, or the address is refused. */
export type PostWebhook = (input: { url: string; body: string; signature: string }) => Promise<number>;

const timeoutMs = 10_000;

/**
 * Returns the value of the header `ringmaster-signature`: the time in seconds, and the HMAC-SHA256 of the time, a dot and
 * the body with the secret of the webhook, in hexadecimal. A receiver compares it and refuses old times.
 */
export function signatureOf({ secret, body, at }: { secret: string; body: string; at: number }): string {
  const seconds = Math.floor(at / 1000);
  const digest = createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex');
  return `t=${seconds},v1=${digest}`;
}

/** Looks a name up, and refuses it if any of its addresses is private. The connection uses the address that was checked. */
const publicLookup: LookupFunction = (hostname, options, done) => {
  lookup(hostname, { ...options, all: true }, (error, found) => {
    if (error) return done(error, '', 0);
    if (found.some(({ address }) => isPrivateAddress(address)))
      return done(new Error(`${hostname} is a private address`), '', 0);
    const [first] = found;
    if (options.all) return done(null, found);
    return done(null, first?.address ?? '', first?.family ?? 0);
  });
};

/** Creates the sender. It follows no redirects. `allowsPrivate`: whether private addresses may be used. */
export function createPostWebhook({ allowsPrivate }: { allowsPrivate: boolean }): {
  post: PostWebhook;
  close: () => Promise<void>;
} {
  const dispatcher = new Agent({
    connect: { timeout: timeoutMs, ...(!allowsPrivate && { lookup: publicLookup }) },
  });
  return {
    async post({ url, body, signature }) {
      const { hostname } = new URL(url);
      if (!allowsPrivate && isPrivateHost(hostname)) throw new Error(`${hostname} is a private address`);
      const reply = await request(url, {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/json', 'ringmaster-signature': signature },
        headersTimeout: timeoutMs,
        bodyTimeout: timeoutMs,
        dispatcher,
      });
      await reply.body.dump();
      return reply.statusCode;
    },
    close: () => dispatcher.close(),
  };
}
