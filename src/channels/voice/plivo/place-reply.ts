import type { PlaceOutcome } from '../../contract.ts';
import type { HttpReply } from './http-send.ts';

/** How long to hold back after a 429 that does not say: the length of Plivo's request window. */
const throttledMs = 5_000;

type Answer = Extract<HttpReply, { kind: 'answer' }>;

/**
 * What a reply to a call placement proves. Only an unsent request and a 4xx answer prove that no call exists; every
 * 5xx, lost or unreadable answer is ambiguous, because Plivo has been seen to place the call and then fail.
 */
export function readPlaceReply({ reply, now }: { reply: HttpReply; now: number }): PlaceOutcome {
  if (reply.kind === 'answer') return readAnswer({ answer: reply, now });
  const { detail } = reply;
  if (reply.kind === 'lost') return { kind: 'ambiguous', detail };
  const reason = reply.vetoed ? 'expired' : 'unreachable';
  return { kind: 'not-placed', reason, retryAfterMs: null, detail };
}

function readAnswer({ answer, now }: { answer: Answer; now: number }): PlaceOutcome {
  const { status } = answer;
  const detail = `HTTP ${status}: ${withoutNumbers(textOf(answer))}`;
  const throttled: PlaceOutcome = {
    kind: 'not-placed',
    reason: 'throttled',
    retryAfterMs: retryAfterMs({ answer, now }) ?? throttledMs,
    detail,
  };
  if (status >= 200 && status < 300) return readAccepted(answer, detail);
  if (status < 400 || status >= 500) return { kind: 'ambiguous', detail };
  if (status === 429 || saysConcurrency(answer)) return throttled;
  if (status === 408 || status === 425) return { ...throttled, reason: 'unreachable' };
  if (status === 402 || /\bcredits?\b|insufficient (funds|balance)/i.test(textOf(answer))) {
    return { kind: 'barred', fault: 'credit', detail };
  }
  if (status === 400 && isAboutDestination(textOf(answer))) {
    return { kind: 'refused', disposition: 'invalid', detail };
  }
  return { kind: 'barred', fault: 'configuration', detail };
}

/** `call fired` and `call queued` carry a request_uuid: a string, or a list of one. */
function readAccepted(answer: Answer, detail: string): PlaceOutcome {
  const body = parseObject(answer.body);
  const listed: unknown = body['request_uuid'];
  const requestId: unknown = Array.isArray(listed) ? listed[0] : listed;
  if (typeof requestId === 'string' && requestId !== '') return { kind: 'accepted', requestId };
  return { kind: 'ambiguous', detail: `no request_uuid in ${detail}` };
}

/** India's limit of concurrent calls is refused with 5030 in the API's answer (Plivo's account limits). */
function saysConcurrency(answer: Answer): boolean {
  const body = parseObject(answer.body);
  const codes = [body['error_code'], body['hangup_cause_code'], body['code']];
  return codes.includes('5030') || codes.includes(5030) || /\b5030\b|concurren/i.test(textOf(answer));
}

/**
 * Whether a 400 blames the number called. Only then may it cost the contact its place in the campaign; anything else
 * (caller ID, URLs, our parameters) would fail for everybody and needs a person.
 */
function isAboutDestination(text: string): boolean {
  const aboutUs = /\bfrom\b|\bsrc\b|caller|compliance|\w+_url\b/i.test(text);
  const theParameter = /^\W?to\b|\bto (parameter|number|field|is)\b|\bto_number\b|\bdst\b/i.test(text);
  return !aboutUs && (theParameter || /destination|callee|recipient|invalid (phone )?number/i.test(text));
}

function textOf(answer: Answer): string {
  const { error, message } = parseObject(answer.body);
  const text = error ?? message ?? answer.body;
  return (typeof text === 'string' ? text : JSON.stringify(text)).slice(0, 300);
}

/** Details end up in logs and events, which hold no phone numbers. */
function withoutNumbers(text: string): string {
  return text.replace(/\+?\d{5,}(\d\d)/g, '…$1');
}

/** Seconds or an HTTP date (RFC 9110, 10.2.3). */
function retryAfterMs({ answer, now }: { answer: Answer; now: number }): number | null {
  const value = answer.headers['retry-after']?.trim();
  if (!value) return null;
  if (/^\d+(\.\d+)?$/.test(value)) return Math.round(Number(value) * 1000);
  const instant = Date.parse(value);
  return Number.isNaN(instant) ? null : Math.max(0, instant - now);
}

/** The JSON object in a body; an empty one when there is none. */
export function parseObject(body: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body);
    return value !== null && typeof value === 'object' && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : {};
  } catch {
    return {};
  }
}
