import { placeText, readPlace, startOfFlow } from '../../flow/places.ts';
import type { Place } from '../../flow/places.ts';

/** The webhooks Plivo calls, by the last part of their path. */
export const callbackKinds = [
  'answer',
  'ring',
  'hangup',
  'machine',
  'recording',
  'transfer',
  'stream',
] as const;
export type CallbackKind = (typeof callbackKinds)[number];

/**
 * Plivo's own retry policy for a callback, in the URL's fragment: connect within 2 s, answer within 5 s, 5 retries,
 * also after 4xx and 5xx. Without it only timeouts are retried, once
 * (plivo.com/docs/voice/concepts/callbacks, "callback configurations").
 */
const delivery = '#ct=2000&rt=5000&rc=5&rp=all';

/**
 * What Plivo asks for in the middle of a call: the document after an answer to the question at `place`, after the transfer
 * there, the one that begins there, after the stream to a bot there, the message for a machine, or the end after that message was left.
 */
export type Wanted =
  | { kind: 'gather' | 'dial' | 'goto' | 'bot-end'; place: Place }
  | { kind: 'voicemail' | 'message-left' };

/** `turn`: how many documents the call had before. The first one has turn 0. */
export type Asked = { wanted: Wanted; turn: number };

/**
 * The URL that Plivo calls for one attempt. Its query always contains attempt and campaign: ids of the provider
 * differ by stage, and with a query both readings of the V3 signature agree. `asked`: what the answer URL is asked for in
 * the middle of a call. `to` is the number of a transfer: only Plivo can request it, because the signature covers the query.
 */
export function callbackUrl({
  publicUrl,
  kind,
  attempt,
  campaign,
  asked,
  to,
}: {
  publicUrl: string;
  kind: CallbackKind;
  attempt: string;
  campaign: string;
  asked?: Asked;
  to?: string;
}): string {
  const query = new URLSearchParams({ attempt, campaign });
  if (asked) {
    const { wanted, turn } = asked;
    query.set(wanted.kind, 'place' in wanted ? placeText(wanted.place) : 'true');
    query.set('turn', String(turn));
  }
  if (to !== undefined) query.set('to', to);
  return `${withoutSlash(publicUrl)}/webhooks/plivo/${kind}?${query.toString()}${delivery}`;
}

/** The greatest number of documents of one call. A call that needs more goes round in a circle, and is ended. */
export const mostTurns = 100;

/**
 * What the query of an answer URL asks for: the beginning of the flow, if it names nothing. Null for a query that was not
 * made here, or after too many documents.
 */
export function readAsked(query: URLSearchParams): Asked | null {
  const turn = Number(query.get('turn') ?? 1);
  if (!Number.isInteger(turn) || turn < 1 || turn > mostTurns) return null;
  for (const kind of ['voicemail', 'message-left'] as const)
    if (query.has(kind)) return { wanted: { kind }, turn };
  for (const kind of ['gather', 'dial', 'goto', 'bot-end'] as const) {
    const text = query.get(kind);
    if (text === null) continue;
    const place = readPlace(text);
    return place && { wanted: { kind, place }, turn };
  }
  return { wanted: { kind: 'goto', place: startOfFlow }, turn: 0 };
}

/** The URL that Plivo requested, rebuilt from the received request: a proxy may have changed scheme, host and port. */
export function dialledUrl({ publicUrl, url }: { publicUrl: string; url: string }): string {
  const pathAndQuery = url.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '').replace(/#.*$/s, '');
  return withoutSlash(publicUrl) + pathAndQuery;
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, '');
}
