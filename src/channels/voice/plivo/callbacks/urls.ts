/** The webhooks Plivo calls, by the last part of their path. */
export const callbackKinds = ['answer', 'ring', 'hangup', 'machine', 'transfer'] as const;
export type CallbackKind = (typeof callbackKinds)[number];

/**
 * Plivo's own retry policy for a callback, in the URL's fragment: connect within 2 s, answer within 5 s, 5 retries,
 * also after 4xx and 5xx. Without it only timeouts are retried, once
 * (plivo.com/docs/voice/concepts/callbacks, "callback configurations").
 */
const delivery = '#ct=2000&rt=5000&rc=5&rp=all';

/**
 * The URL that Plivo calls for one attempt. Its query always contains attempt and campaign: ids of the provider
 * differ by stage, and with a query both readings of the V3 signature agree. `gather` is the flow node of the digits. `to` is
 * the number of a transfer: only Plivo can request it, because the signature covers the query.
 */
export function callbackUrl({
  publicUrl,
  kind,
  attempt,
  campaign,
  gather,
  to,
}: {
  publicUrl: string;
  kind: CallbackKind;
  attempt: string;
  campaign: string;
  gather?: number;
  to?: string;
}): string {
  const query = new URLSearchParams({ attempt, campaign });
  if (gather !== undefined) query.set('gather', String(gather));
  if (to !== undefined) query.set('to', to);
  return `${withoutSlash(publicUrl)}/webhooks/plivo/${kind}?${query.toString()}${delivery}`;
}

/** The URL that Plivo requested, rebuilt from the received request: a proxy may have changed scheme, host and port. */
export function dialledUrl({ publicUrl, url }: { publicUrl: string; url: string }): string {
  const pathAndQuery = url.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '').replace(/#.*$/s, '');
  return withoutSlash(publicUrl) + pathAndQuery;
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, '');
}
