import { createHmac } from 'node:crypto';
import type { Webhook } from '../../../domain/webhook/webhook.ts';

const prefix = 'whsec_';

/** Returns the text of a new secret: `whsec_` and 32 bytes in base64. */
export function secretOf(bytes: Uint8Array): string {
  return prefix + Buffer.from(bytes).toString('base64');
}

/** The secrets with which a delivery is signed at a time. After a rotation these are two, for as long as the overlap. */
export function secretsAt(
  { secret, formerSecret, formerUntil }: Pick<Webhook, 'secret' | 'formerSecret' | 'formerUntil'>,
  now: number,
): string[] {
  return formerSecret !== null && now < (formerUntil ?? 0) ? [secret, formerSecret] : [secret];
}

/**
 * Returns the headers of a delivery, as the specification of Standard Webhooks defines them
 * (https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md): the id, the time in seconds,
 * and for each secret `v1,` and the HMAC-SHA256 of the id, the time and the body, joined with dots, in base64.
 */
export function signedHeaders({
  id,
  body,
  secrets,
  at,
}: {
  id: string;
  body: string;
  secrets: readonly string[];
  /** In milliseconds. */
  at: number;
}): Record<string, string> {
  const seconds = Math.floor(at / 1000);
  const signatures = secrets.map((secret) => {
    const digest = createHmac('sha256', keyOf(secret)).update(`${id}.${seconds}.${body}`).digest('base64');
    return `v1,${digest}`;
  });
  return {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(seconds),
    'webhook-signature': signatures.join(' '),
  };
}

/** A secret without the prefix was set for alerts by an earlier version: its text is the key. */
function keyOf(secret: string): Buffer {
  return secret.startsWith(prefix) ? Buffer.from(secret.slice(prefix.length), 'base64') : Buffer.from(secret);
}
