import { STATUS_CODES } from 'node:http';
import { HTTPException } from 'hono/http-exception';
import { ZodError } from 'zod';
import { familyStatus, isRingmasterError } from '../domain/errors.ts';
import type { ErrorDetails, RingmasterError } from '../domain/errors.ts';

/** The body of every error, as application/problem+json (RFC 9457). */
export type Problem = {
  type: string;
  title: string;
  status: number;
  code: string;
  detail: string;
  hint?: string;
  requestId?: string;
} & Readonly<Record<string, unknown>>;

export type ProblemReply = {
  status: number;
  problem: Problem;
  headers: Readonly<Record<string, string>>;
  /** Whether the service is at fault, so that the whole error is logged. */
  isFault: boolean;
};

/** Codes with their own HTTP status. The status of other codes depends on their family. */
const codeStatus: Readonly<Record<string, number>> = {
  'request.malformed-json': 400,
  'request.body-missing': 400,
  'request.body-broken': 400,
  'import.broken': 400,
  'request.no-websocket': 400,
  'request.handshake-invalid': 400,
  'auth.key-required': 401,
  'auth.signed-out': 401,
  'auth.too-many-attempts': 429,
  'request.method-not-allowed': 405,
  'request.body-too-large': 413,
  'request.media-type': 415,
  'request.upgrade-required': 426,
  'request.too-many': 429,
  'rehearsal.busy': 429,
  'rehearsal.too-large': 413,
  'rehearsal.unavailable': 501,
  'store.failed': 503,
  'store.closed': 503,
  'store.gone': 503,
  'store.frames-lost': 503,
  'store.missing': 503,
  'store.unreadable': 503,
  'store.locked': 503,
};

/** Messages that replace the original ones over HTTP, because those contain paths of files. */
const publicMessages: Readonly<Record<string, string>> = {
  'store.full': 'The disk of the store is full: this write was not stored.',
};

const defaultRetrySeconds = 2;
const firstServerError = 500;

/**
 * Converts an error into an answer. A RingmasterError keeps its code, message, hint and details. Of a fault only the
 * code is sent, never a message, a stack or SQL. Every other error is a fault.
 */
export function problemReply({ error, requestId }: { error: unknown; requestId: string }): ProblemReply {
  if (isRingmasterError(error)) return replyTo(error, requestId);
  if (error instanceof ZodError) return replyToZod(error, requestId);
  if (error instanceof HTTPException && error.status < firstServerError) {
    const code = `http.${error.status}`;
    return reply({ status: error.status, code, detail: titleOf(error.status), requestId });
  }
  return reply({ ...hiddenFault('internal.fault', firstServerError), requestId, isFault: true });
}

function replyTo(error: RingmasterError, requestId: string): ProblemReply {
  const { code, family, message, hint, details } = error;
  const status = codeStatus[code] ?? familyStatus[family];
  const isHidden = family === 'fault' || (status === 503 && family !== 'overloaded');
  if (isHidden)
    return reply({ ...hiddenFault(code, status), details: importDetails(details), requestId, isFault: true });
  const detail = publicMessages[code];
  if (detail !== undefined)
    return reply({ status, code, detail, hint, details: importDetails(details), requestId });
  return reply({ status, code, detail: message, hint, details, requestId });
}

/** Returns the details that a caller needs to send the rest of a list. They are sent with every kind of error. */
function importDetails({ import: record, goOn }: ErrorDetails): ErrorDetails {
  return goOn === undefined ? {} : { import: record, goOn };
}

function replyToZod({ issues }: ZodError, requestId: string): ProblemReply {
  const plain = issues.map((issue) => ({
    path: issue.path.map(String).join('.'),
    message: issue.message,
  }));
  const [first] = plain;
  const where = first?.path ? `${first.path}: ` : 'the request ';
  const others = plain.length > 1 ? ` (and ${plain.length - 1} more)` : '';
  return reply({
    status: 422,
    code: 'request.invalid',
    detail: `${where}${first?.message ?? 'is not valid'}${others}`,
    hint: 'Correct the request and send it again; nothing was changed. See /docs.',
    details: { issues: plain },
    requestId,
  });
}

function hiddenFault(
  code: string,
  status: number,
): { status: number; code: string; detail: string; hint: string } {
  return status === 503
    ? {
        status,
        code,
        detail: 'The service cannot use its database at the moment; this request had no acknowledged effect.',
        hint: 'Send it again later. /readyz shows when the service is ready.',
      }
    : {
        status,
        code,
        detail: 'The service failed to handle the request.',
        hint: 'The log of the service has the details under this requestId.',
      };
}

function titleOf(status: number): string {
  return STATUS_CODES[status] ?? 'Error';
}

function reply({
  status,
  code,
  detail,
  hint,
  details = {},
  requestId,
  isFault = false,
}: {
  status: number;
  code: string;
  detail: string;
  hint?: string | undefined;
  details?: ErrorDetails;
  requestId: string;
  isFault?: boolean;
}): ProblemReply {
  const members = {
    type: `urn:ringmaster:problem:${code}`,
    title: titleOf(status),
    status,
    code,
    detail,
    ...(hint === undefined ? {} : { hint }),
  };
  const problem: Problem = { ...members, ...details, ...members, requestId };
  return { status, problem, headers: headersFor(status, details), isFault };
}

function isCount(value: unknown): value is number {
  return typeof value === 'number';
}

function headersFor(status: number, details: ErrorDetails): Record<string, string> {
  const { retryAfterSeconds, allow } = details;
  if (status === 503)
    return { 'retry-after': String(isCount(retryAfterSeconds) ? retryAfterSeconds : defaultRetrySeconds) };
  if (status === 429 && isCount(retryAfterSeconds)) return { 'retry-after': String(retryAfterSeconds) };
  if (status === 426) return { upgrade: 'websocket', connection: 'upgrade', 'sec-websocket-version': '13' };
  if (status === 401) return { 'www-authenticate': 'Bearer realm="ringmaster"' };
  if (status === 405 && Array.isArray(allow)) return { allow: allow.join(', ') };
  return {};
}
