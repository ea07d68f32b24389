import { RingmasterError } from '../../domain/errors.ts';
import type { ListForm } from '../../domain/contact/list-form.ts';
import { utf16Label } from '../formats/file-signatures.ts';

/**
 * Converts a text to UTF-8. UTF-16 is recognised. Any other encoding must be named by its label
 * (https://encoding.spec.whatwg.org, such as `shift_jis`): a wrong guess would be spoken to a contact as a wrong
 * name. `onStart` is called before the first text, with the encoding in use and whether the text begins with a byte
 * order mark. Throws `import.encoding-unknown`, and `import.encoding` if the bytes are not in that encoding.
 */
export async function* decoded({
  source,
  encoding,
  onStart = () => undefined,
}: {
  source: AsyncIterable<Uint8Array>;
  encoding: string | null;
  onStart?: (form: TextForm) => void;
}): AsyncGenerator<Uint8Array, void, undefined> {
  const named = encoding === null ? null : labelOf(encoding);
  let decode: ((bytes: Uint8Array | null) => Buffer) | null = null;
  let start: Buffer = Buffer.alloc(0);
  let isStarted = false;
  const begin = (): typeof decode => {
    const form = formOf({ start, named });
    onStart(form);
    return decoderFor(form.encoding);
  };
  for await (const bytes of source) {
    if (isStarted) {
      yield decode ? decode(bytes) : bytes;
      continue;
    }
    start = Buffer.concat([start, bytes]);
    if (start.length < signatureBytes) continue;
    isStarted = true;
    decode = begin();
    yield decode ? decode(start) : start;
  }
  if (!isStarted) {
    decode = begin();
    yield decode ? decode(start) : start;
  }
  if (decode) yield decode(null);
}

const signatureBytes = 8;
const utf8 = 'utf-8';

export type TextForm = Pick<ListForm, 'encoding' | 'bom'>;

/** Returns the canonical label of an encoding; null for UTF-8. Throws `import.encoding-unknown`. */
export function labelOf(encoding: string): string | null {
  try {
    const label = new TextDecoder(encoding.trim()).encoding;
    return label === utf8 ? null : label;
  } catch {
    throw new RingmasterError({
      code: 'import.encoding-unknown',
      family: 'invalid',
      message: `${encoding.slice(0, 40)} is not the name of a text encoding`,
      hint: 'Use one of utf-8, utf-16le, windows-1252, windows-1250, windows-1251, shift_jis, euc-jp, gb18030, big5, euc-kr',
    });
  }
}

/** Returns the form of a text. Its first bytes take precedence over the named encoding. */
function formOf({ start, named }: { start: Buffer; named: string | null }): TextForm {
  const begins = (...mark: number[]): boolean => mark.every((byte, index) => start[index] === byte);
  const utf16 = utf16Label(start);
  if (utf16 !== null) return { encoding: utf16, bom: begins(0xff, 0xfe) || begins(0xfe, 0xff) };
  const bom = begins(0xef, 0xbb, 0xbf);
  return { encoding: bom ? utf8 : (named ?? utf8), bom };
}

function decoderFor(label: string): ((bytes: Uint8Array | null) => Buffer) | null {
  if (label === utf8) return null;
  const decoder = new TextDecoder(label, { fatal: true });
  return (bytes) => {
    let text: string;
    try {
      text = bytes === null ? decoder.decode() : decoder.decode(bytes, { stream: true });
    } catch (error) {
      throw notIn(label, error);
    }
    // Single-byte encodings accept every byte. Bytes without a meaning decode to these control characters.
    if (/[\u0080-\u009f]/.test(text)) throw notIn(label);
    return Buffer.from(text);
  };
}

function notIn(label: string, cause?: unknown): RingmasterError {
  return new RingmasterError({
    code: 'import.encoding',
    family: 'invalid',
    message: `The file is not text in the encoding ${label}`,
    hint: 'Name the encoding it is saved in, or save it as "CSV UTF-8"',
    ...(cause !== undefined && { cause }),
  });
}
