import type { PlaceOutcome } from '../../../contract.ts';
import type { HttpReply } from '../requests/http-send.ts';
import { readShape, refusalOf } from './read.ts';
import { placedShape } from './shapes.ts';

/** How long to wait after a 429 without a time: the length of Plivo's request window. */
const throttledMs = 5_000;

type Answer = Extract<HttpReply, { kind: 'answer' }>;
type Refusal = NonNullable<ReturnType<typeof refusalOf>>;

/**
 * What a reply to a call placement proves. Only an unsent request and a 4xx in Plivo's own format prove that no call
 * exists. Everything else is ambiguous: Plivo has placed calls and then answered 5xx, and anything else that answers
 * (a proxy, a gateway, a captive portal) does not know what Plivo did.
 */
export function readPlaceReply({ reply, now }: { reply: HttpReply; now: number }): PlaceOutcome {
  if (reply.kind === 'answer') return readAnswer({ answer: reply, now });
  const { detail } = reply;
  if (reply.kind === 'lost') return { kind: 'ambiguous', detail };
  const reason = reply.vetoed ? 'expired' : 'unreachable';
  return { kind: 'not-placed', reason, retryAfterMs: null, detail };
}

function readAnswer({ answer, now }: { answer: Answer; now: number }): PlaceOutcome {
  const { status, body } = answer;
  if (status >= 200 && status < 300) {
    const placed = readShape(body, { what: 'a call that was accepted', shape: placedShape });
    if (placed) return { kind: 'accepted', receipt: placed.requestId };
  }
  const refusal = refusalOf(answer);
  if (refusal) return readRefusal({ answer, refusal, now });
  return { kind: 'ambiguous', detail: `HTTP ${status}, which is no answer of Plivo to a placement` };
}

type Refused = { answer: Answer; refusal: Refusal; now: number };

function readRefusal({ answer, refusal, now }: Refused): PlaceOutcome {
  const { status } = answer;
  const { text } = refusal;
  const detail = `HTTP ${status}: ${withoutNumbers(text.slice(0, 300))}`;
  const throttled: PlaceOutcome = {
    kind: 'not-placed',
    reason: 'throttled',
    retryAfterMs: retryAfterMs({ answer, now }) ?? throttledMs,
    detail,
  };
  if (status === 429 || saysConcurrency(refusal)) return throttled;
  if (status === 408 || status === 425) return { ...throttled, reason: 'unreachable' };
  if (status === 402 || /\bcredits?\b|insufficient (funds|balance)/i.test(text)) {
    return { kind: 'barred', fault: 'credit', detail };
  }
  if (status === 400 && isAboutDestination(text)) return { kind: 'refused', disposition: 'invalid', detail };
  return { kind: 'barred', fault: 'configuration', detail };
}

/** India's limit of concurrent calls is refused with 5030 in the API's answer (Plivo's account limits). */
function saysConcurrency({ text, codes }: Refusal): boolean {
  return codes.includes('5030') || /\b5030\b|concurren/i.test(text);
}

/**
 * Whether a 400 is about the called number. Only then may it use up an attempt of the contact. Anything else (caller
 * ID, URLs, our parameters) would fail for every contact and must be corrected by an operator.
 */
function isAboutDestination(text: string): boolean {
  const aboutUs = /\bfrom\b|\bsrc\b|caller|compliance|\w+_url\b/i.test(text);
  const theParameter = /^\W?to\b|\bto (parameter|number|field|is)\b|\bto_number\b|\bdst\b/i.test(text);
  return !aboutUs && (theParameter || /destination|callee|recipient|invalid (phone )?number/i.test(text));
}

/** Details appear in logs and events, which contain no phone numbers. */
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
