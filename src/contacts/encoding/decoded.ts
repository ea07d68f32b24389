import { RingmasterError } from '../../domain/errors.ts';
import { utf16Label } from '../file-signatures.ts';

/**
 * Passes on a text as UTF-8. UTF-16 is recognised and decoded; any other encoding is decoded only where it is named by
 * its label (https://encoding.spec.whatwg.org, such as `shift_jis`), because a name that was decoded on a guess would be
 * spoken to someone. Errors: `import.encoding-unknown`, and `import.encoding` where the bytes are not in that encoding.
 */
export async function* decoded({
  source,
  encoding,
}: {
  source: AsyncIterable<Uint8Array>;
  encoding: string | null;
}): AsyncGenerator<Uint8Array, void, undefined> {
  const named = encoding === null ? null : labelOf(encoding);
  let decode: ((bytes: Uint8Array | null) => Buffer) | null = null;
  let start: Buffer = Buffer.alloc(0);
  let isStarted = false;
  for await (const bytes of source) {
    if (isStarted) {
      yield decode ? decode(bytes) : bytes;
      continue;
    }
    start = Buffer.concat([start, bytes]);
    if (start.length < signatureBytes) continue;
    isStarted = true;
    decode = decoderFor({ start, named });
    yield decode ? decode(start) : start;
  }
  if (!isStarted) {
    decode = decoderFor({ start, named });
    yield decode ? decode(start) : start;
  }
  if (decode) yield decode(null);
}

const signatureBytes = 8;

/** The canonical label of an encoding; null for UTF-8. Throws `import.encoding-unknown`. */
export function labelOf(encoding: string): string | null {
  try {
    const label = new TextDecoder(encoding.trim()).encoding;
    return label === 'utf-8' ? null : label;
  } catch {
    throw new RingmasterError({
      code: 'import.encoding-unknown',
      family: 'invalid',
      message: `${encoding.slice(0, 40)} is not the name of a text encoding`,
      hint: 'Use one of utf-8, utf-16le, windows-1252, windows-1250, windows-1251, shift_jis, euc-jp, gb18030, big5, euc-kr',
    });
  }
}

function decoderFor({
  start,
  named,
}: {
  start: Buffer;
  named: string | null;
}): ((bytes: Uint8Array | null) => Buffer) | null {
  const hasUtf8Mark = start[0] === 0xef && start[1] === 0xbb && start[2] === 0xbf;
  const label = utf16Label(start) ?? (hasUtf8Mark ? null : named);
  if (label === null) return null;
  const decoder = new TextDecoder(label, { fatal: true });
  return (bytes) => {
    let text: string;
    try {
      text = bytes === null ? decoder.decode() : decoder.decode(bytes, { stream: true });
    } catch (error) {
      throw notIn(label, error);
    }
    // Single-byte encodings take any byte; those that mean nothing in them become these.
    if (/[\u0080-\u009f]/.test(text)) throw notIn(label);
    return Buffer.from(text);
  };
}

function notIn(label: string, cause?: unknown): RingmasterError {
  return new RingmasterError({
    code: 'import.encoding',
    family: 'invalid',
    message: `The file is not a text in ${label}`,
    hint: 'Name its real encoding, or save it as "CSV UTF-8"',
    ...(cause !== undefined && { cause }),
  });
}
