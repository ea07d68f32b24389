import { decodeBytes } from './charset.ts';

/** The headers of a mail or part: lower-case names, unfolded values, in order. */
export type Headers = {
  /** The first value, or an empty text. */
  get: (name: string) => string;
  all: (name: string) => readonly string[];
  names: readonly string[];
};

const maxHeaders = 1_000;
const maxValue = 20_000;

/** Reads a block of header lines in Latin-1. Lines that are no header are skipped. */
export function readHeaders(block: string): Headers {
  const fields: { name: string; value: string }[] = [];
  for (const line of block.split(/\r\n|\n|\r/)) {
    const last = fields.at(-1);
    if (/^[ \t]/.test(line)) {
      if (last !== undefined && last.value.length < maxValue) last.value += ` ${line.trim()}`;
      continue;
    }
    const at = line.indexOf(':');
    if (at < 1 || fields.length >= maxHeaders) continue;
    const name = line.slice(0, at).trimEnd();
    if (!/^[!-9;-~]+$/.test(name)) continue;
    fields.push({ name: name.toLowerCase(), value: line.slice(at + 1, at + maxValue).trim() });
  }
  const all = (name: string): readonly string[] =>
    fields.filter((field) => field.name === name).map(({ value }) => value);
  return { get: (name) => all(name)[0] ?? '', all, names: fields.map(({ name }) => name) };
}

/** Returns a header's text with its encoded words (RFC 2047) decoded. Raw bytes are read as UTF-8 if they are UTF-8. */
export function decodeWords(value: string): string {
  const joined = value.replaceAll(/(\?=)\s+(?==\?)/g, '$1');
  return joined.replaceAll(
    /=\?([\w.*-]{1,40})\?([bq])\?([^?\s]{0,10000})\?=|[\u0080-\u00ff]+/gi,
    (all, charset: string | undefined, encoding: string | undefined, text: string | undefined) => {
      if (charset === undefined || encoding === undefined || text === undefined)
        return decodeBytes(Buffer.from(all, 'latin1'), 'utf-8');
      const bytes = encoding.toLowerCase() === 'b' ? Buffer.from(text, 'base64') : wordBytes(text);
      return decodeBytes(bytes, charset.replace(/\*.*$/, ''));
    },
  );
}

function wordBytes(text: string): Buffer {
  const plain = text
    .replaceAll('_', ' ')
    .replaceAll(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)));
  return Buffer.from(plain, 'latin1');
}

/** Returns the parameter of a structured header, such as the boundary of a Content-Type. */
export function parameter(value: string, name: string): string | undefined {
  const found = new RegExp(String.raw`;\s*${name}\*?=\s*(?:"([^"]*)"|([^\s;]+))`, 'i').exec(value);
  return found?.[1] ?? found?.[2];
}
