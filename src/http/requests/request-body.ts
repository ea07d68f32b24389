import { RingmasterError } from '../../domain/errors.ts';
import { measureJson } from './measure-json.ts';

/** Nothing anybody sends on purpose is nested deeper; what is would overflow the stack of those who read it. */
const deepest = 64;
/** More than any campaign file has; checks of a body take time for each. */
const mostValues = 5_000;

/** The media type of a request without its parameters; empty if it names none. */
export function mediaTypeOf(headers: Headers): string {
  return (headers.get('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
}

/** The charset of the body as its sender names it, or null. */
export function charsetOf(headers: Headers): string | null {
  return /;\s*charset="?([^";\s]+)"?/i.exec(headers.get('content-type') ?? '')?.[1] ?? null;
}

/** Reads a whole body of at most `limit` bytes: `request.body-too-large`, `request.body-broken`. */
export async function readBytes({ request, limit }: { request: Request; limit: number }): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of limited({ request, limit })) pieces.push(piece);
  return Buffer.concat(pieces);
}

/** The body piece by piece. Ends with `request.body-too-large` once more than `limit` bytes came. */
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
      message: 'The connection broke before the whole body was here.',
      hint: 'Send it again.',
      cause,
    });
  }
}

/** A JSON body: `request.too-deep`, `request.too-many-values`; `request.malformed-json` if it is none or not UTF-8. */
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

/** Looked for in the bytes: reading a megabyte of brackets, and checking what came of it, takes a hundred times as long. */
function refuseUnwieldy(bytes: Buffer): void {
  const { depth, values } = measureJson(bytes, { depth: deepest, values: mostValues });
  if (depth > deepest) {
    throw new RingmasterError({
      code: 'request.too-deep',
      family: 'invalid',
      message: `The body is nested more than ${deepest} levels deep.`,
    });
  }
  if (values > mostValues) {
    throw new RingmasterError({
      code: 'request.too-many-values',
      family: 'invalid',
      message: `The body has more than ${mostValues} values.`,
      hint: 'Contacts are sent as a list (POST /v1/campaigns/{id}/contacts), not as a part of a campaign.',
      details: { limit: mostValues },
    });
  }
}

function refuseEncoding(headers: Headers): void {
  const encoding = headers.get('content-encoding') ?? 'identity';
  if (encoding.toLowerCase() === 'identity') return;
  throw new RingmasterError({
    code: 'request.media-type',
    family: 'invalid',
    message: `Bodies with content-encoding ${encoding.slice(0, 40)} are not taken.`,
    hint: 'Send it uncompressed.',
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
    message: `The body's content-type ${found === '' ? 'is missing' : `is ${found.slice(0, 80)}`}; this takes ${wanted.join(', ')}.`,
    hint: `Send the header content-type: ${wanted[0] ?? 'application/json'}`,
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
