import { RingmasterError } from '../../domain/errors.ts';
import { measureJson } from './measure-json.ts';

/** The maximum depth of a body. A deeper one could overflow the stack of its readers. */
const deepest = 64;
/** The maximum number of values in a body, because the validation takes time for each. No campaign file has more. */
const maxValues = 5_000;

/** Returns the media type of a request without its parameters; empty if there is none. */
export function mediaTypeOf(headers: Headers): string {
  return (headers.get('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
}

/** Returns the charset in the content-type; null if there is none. */
export function charsetOf(headers: Headers): string | null {
  return /;\s*charset="?([^";\s]+)"?/i.exec(headers.get('content-type') ?? '')?.[1] ?? null;
}

/** Reads a whole body with a maximum of `limit` bytes. Throws `request.body-too-large` and `request.body-broken`. */
export async function readBytes({ request, limit }: { request: Request; limit: number }): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of limited({ request, limit })) pieces.push(piece);
  return Buffer.concat(pieces);
}

/**
 * Yields the body in pieces. Throws `request.body-too-large` after more than `limit` bytes, and
 * `request.body-broken`.
 */
export async function* limited({
  request,
  limit,
}: {
  request: Request;
  limit: number;
}): AsyncGenerator<Uint8Array, void, undefined> {
  refuseEncoding(request.headers);
  if (Number(request.headers.get('content-length') ?? 0) > limit) throw tooLarge(limit);
  let bytes = 0;
  for await (const piece of pieces(request)) {
    bytes += piece.byteLength;
    if (bytes > limit) throw tooLarge(limit);
    yield piece;
  }
}

async function* pieces({ body }: Request): AsyncGenerator<Uint8Array, void, undefined> {
  if (!body) return;
  const reader = body.getReader();
  try {
    for (;;) {
      const { done, value } = await read(reader);
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

async function read(reader: ReadableStreamDefaultReader<Uint8Array>): ReturnType<typeof reader.read> {
  try {
    return await reader.read();
  } catch (cause) {
    throw new RingmasterError({
      code: 'request.body-broken',
      family: 'invalid',
      message: 'The connection broke before the whole body was received.',
      hint: 'Send it again.',
      cause,
    });
  }
}

/**
 * Parses a JSON body. Throws `request.too-deep`, `request.too-many-values`, and `request.malformed-json` for invalid
 * JSON or UTF-8.
 */
export function parseJson(bytes: Buffer): unknown {
  refuseUnwieldy(bytes);
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new RingmasterError({
      code: 'request.malformed-json',
      family: 'invalid',
      message: 'The body is not valid JSON.',
      hint: 'Check quotes and commas, and that it is UTF-8.',
      cause,
    });
  }
}

/**
 * Checks depth and size in the bytes. To parse and validate a megabyte of brackets would take a hundred times as
 * long.
 */
function refuseUnwieldy(bytes: Buffer): void {
  const { depth, values } = measureJson(bytes, { depth: deepest, values: maxValues });
  if (depth > deepest) {
    throw new RingmasterError({
      code: 'request.too-deep',
      family: 'invalid',
      message: `The body is nested more than ${deepest} levels deep.`,
    });
  }
  if (values > maxValues) {
    throw new RingmasterError({
      code: 'request.too-many-values',
      family: 'invalid',
      message: `The body has more than ${maxValues} values.`,
      hint: 'Contacts are sent as a list (POST /v1/campaigns/{id}/contacts), not as a part of a campaign.',
      details: { limit: maxValues },
    });
  }
}

function refuseEncoding(headers: Headers): void {
  const encoding = headers.get('content-encoding') ?? 'identity';
  if (encoding.toLowerCase() === 'identity') return;
  throw new RingmasterError({
    code: 'request.media-type',
    family: 'invalid',
    message: `Bodies with content-encoding ${encoding.slice(0, 40)} are not accepted.`,
    hint: 'Send the body uncompressed.',
  });
}

export function unsupportedMediaType({
  found,
  wanted,
}: {
  found: string;
  wanted: readonly string[];
}): RingmasterError {
  return new RingmasterError({
    code: 'request.media-type',
    family: 'invalid',
    message: `The body's content-type ${found === '' ? 'is missing' : `is ${found.slice(0, 80)}`}; this path accepts ${wanted.join(', ')}.`,
    hint: `Send the header content-type: ${wanted[0] ?? 'application/json'}`,
  });
}

export function bodyMissing(): RingmasterError {
  return new RingmasterError({
    code: 'request.body-missing',
    family: 'invalid',
    message: 'The request has no body.',
    hint: 'Send a JSON object with the header content-type: application/json.',
  });
}

function tooLarge(limit: number): RingmasterError {
  return new RingmasterError({
    code: 'request.body-too-large',
    family: 'invalid',
    message: `The body is larger than ${limit} bytes.`,
    details: { limit },
  });
}
