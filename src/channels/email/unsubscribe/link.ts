import { isTokenOf, tokenOf } from '../message/ids.ts';

/** The path of the page to unsubscribe, and of the one-click request (RFC 8058). */
export const unsubscribePath = '/unsubscribe';

export type UnsubscribeLink = { client: string; campaign: string; attempt: string };

/** Returns the signed link to unsubscribe of one message. */
export function unsubscribeUrl({
  publicUrl,
  client,
  campaign,
  attempt,
  key,
}: UnsubscribeLink & { publicUrl: string; key: string }): string {
  const query = new URLSearchParams({
    c: client,
    m: campaign,
    a: attempt,
    t: tokenOf(signed(key, { client, campaign, attempt })),
  });
  return `${publicUrl}${unsubscribePath}?${query.toString()}`;
}

/** Reads a link; null if a part is missing. Its token is not verified. */
export function readUnsubscribeUrl(url: string): (UnsubscribeLink & { token: string }) | null {
  const query = new URL(url).searchParams;
  const [client, campaign, attempt, token] = ['c', 'm', 'a', 't'].map((name) => query.get(name));
  return client && campaign && attempt && token ? { client, campaign, attempt, token } : null;
}

/** Whether a link was made with this key. */
export function isOwnLink({
  key,
  link,
}: {
  key: string;
  link: UnsubscribeLink & { token: string };
}): boolean {
  return isTokenOf(signed(key, link), link.token);
}

function signed(key: string, { client, campaign, attempt }: UnsubscribeLink) {
  return { key, purpose: 'unsubscribe' as const, id: `${client} ${campaign} ${attempt}` };
}
