import type { z } from 'zod';
import { RingmasterError } from '../../../../domain/errors.ts';
import type { HttpReply } from '../requests/http-send.ts';
import { refusalShape } from './shapes.ts';

type Answer = Extract<HttpReply, { kind: 'answer' }>;

/** What was requested, and how to recognise its answer. */
export type Asked<Value> = {
  /** For error messages: "the record of a call". */
  what: string;
  shape: z.ZodType<Value>;
  /** Whether the answer is about the right call and the right numbers. */
  isAbout?: (value: Value) => boolean;
};

/** Plivo's text for a wrong auth id or token: plain text, the only answer that is not JSON. */
const unauthorizedText = /could not verify your access level/i;

/**
 * A refusal in Plivo's own format; null for an answer of anything else (a proxy, a gateway, a captive portal), which
 * proves nothing about a call.
 */
export function refusalOf({ status, body }: Answer): { text: string; codes: string[] } | null {
  if (status < 400 || status > 499) return null;
  if (status === 401 && unauthorizedText.test(body) && !body.includes('<')) return { text: body, codes: [] };
  return refusalShape.safeParse(parseJson(body)).data ?? null;
}

/** The body in a given shape; null if it does not fit. */
export function readShape<Value>(body: string, { shape, isAbout }: Asked<Value>): Value | null {
  const read = shape.safeParse(parseJson(body));
  return read.success && (isAbout?.(read.data) ?? true) ? read.data : null;
}

/** The value that was requested. Throws `carrier.…` for any other answer, and for none. */
export function readAnswer<Value>(reply: HttpReply, asked: Asked<Value>): Value {
  if (reply.kind !== 'answer') throw unreachable(reply);
  const value = reply.status === 200 ? readShape(reply.body, asked) : null;
  if (value === null) throw unusable(reply, asked);
  return value;
}

/** The value that was requested, or null if Plivo says that there is none. Throws as `readAnswer` does. */
export function readOne<Value>(reply: HttpReply, asked: Asked<Value>): Value | null {
  return saysNone(reply) ? null : readAnswer(reply, asked);
}

/** True if Plivo did it (204), false if Plivo says that there is no such call. Throws as `readAnswer` does. */
export function readDone(reply: HttpReply, { what }: { what: string }): boolean {
  if (reply.kind !== 'answer') throw unreachable(reply);
  if (reply.status === 204 && reply.body.trim() === '') return true;
  if (saysNone(reply)) return false;
  throw unusable(reply, { what });
}

function saysNone(reply: HttpReply): boolean {
  return reply.kind === 'answer' && reply.status === 404 && refusalOf(reply) !== null;
}

function unreachable({ detail }: Exclude<HttpReply, Answer>): RingmasterError {
  return new RingmasterError({
    code: 'carrier.unreachable',
    family: 'overloaded',
    message: `The carrier gave no answer: ${detail}`,
    hint: 'It is asked again later. If this continues, check the network and the status page of the carrier.',
  });
}

function unusable(answer: Answer, { what }: { what: string }): RingmasterError {
  const { status } = answer;
  const details = { status, asked: what };
  const isOwn = refusalOf(answer) !== null;
  if (isOwn && (status === 401 || status === 403)) {
    return new RingmasterError({
      code: 'carrier.unauthorized',
      family: 'refused',
      message: `The carrier refuses ${what}: HTTP ${status}`,
      hint: 'Check PLIVO_AUTH_ID and PLIVO_AUTH_TOKEN.',
      details,
    });
  }
  return new RingmasterError({
    code: 'carrier.answer-unusable',
    family: 'overloaded',
    message: `The answer (HTTP ${status}) is not ${what}.`,
    hint: isOwn
      ? 'The carrier is asked again later.'
      : 'The carrier is asked again later. If this continues, check whether a proxy answers in its place.',
    details,
  });
}

/** Undefined if the text is not JSON. */
function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
