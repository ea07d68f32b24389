import { decodeBytes } from './charset.ts';
import { parameter, readHeaders } from './headers.ts';
import type { Headers } from './headers.ts';

/** One part without children: its decoded text, or an empty text if it is no text. */
export type Leaf = { type: string; headers: Headers; text: string };

export type ParsedMail = { headers: Headers; contentType: string; leaves: readonly Leaf[] };

/** What counts of a mail: text and reports come first. An attachment of 50 MB is behind them and is not read. */
export const readBytes = 4_000_000;
const maxText = 300_000;
const maxDepth = 8;
const maxLeaves = 100;

/**
 * Reads the parts of a mail (RFC 2045, 2046). Any bytes have a result, in time proportional to `readBytes`: a missing
 * boundary, a wrong encoding or a part that never ends is read as far as it goes. Nested messages are listed as a leaf
 * with their raw text, and their headers can be read from it.
 */
export function parseMail(raw: Uint8Array): ParsedMail {
  const source = Buffer.from(raw.buffer, raw.byteOffset, Math.min(raw.byteLength, readBytes)).toString(
    'latin1',
  );
  const { headers, body } = split(source.replace(/^From [^\n]{0,200}\n/, ''));
  const leaves: Leaf[] = [];
  walk({ headers, body, depth: 0, leaves });
  return { headers, contentType: headers.get('content-type'), leaves };
}

function split(source: string): { headers: Headers; body: string } {
  const blank = /\r?\n\r?\n|\r\r/.exec(source);
  if (blank === null) return { headers: readHeaders(source), body: '' };
  return {
    headers: readHeaders(source.slice(0, blank.index)),
    body: source.slice(blank.index + blank[0].length),
  };
}

type Entity = { headers: Headers; body: string; depth: number; leaves: Leaf[] };

function walk({ headers, body, depth, leaves }: Entity): void {
  if (leaves.length >= maxLeaves) return;
  const contentType = headers.get('content-type');
  const type = /^[\w.+-]+\/[\w.+-]+/.exec(contentType)?.[0].toLowerCase() ?? 'text/plain';
  const boundary = parameter(contentType, 'boundary');
  if (type.startsWith('multipart/') && boundary !== undefined && boundary !== '' && depth < maxDepth) {
    const parts = partsOf(body, boundary);
    for (const part of parts) {
      const inner = /^\r?\n/.test(part) ? { headers: readHeaders(''), body: part } : split(part);
      walk({ ...inner, depth: depth + 1, leaves });
    }
    if (parts.length > 0) return;
  }
  leaves.push({ type, headers, text: textOf({ type, headers, body }) });
}

/** Returns the parts between the lines of a boundary, each without the line break before the next boundary. */
function partsOf(body: string, boundary: string): string[] {
  const mark = `--${boundary}`;
  const starts: number[] = [];
  for (
    let at = body.indexOf(mark);
    at !== -1 && starts.length <= maxLeaves;
    at = body.indexOf(mark, at + mark.length)
  )
    if (at === 0 || body[at - 1] === '\n') starts.push(at);
  return starts.flatMap((start, index) => {
    const afterMark = start + mark.length;
    if (body.startsWith('--', afterMark)) return [];
    const line = body.indexOf('\n', afterMark);
    if (line === -1) return [];
    return [body.slice(line + 1, starts[index + 1] ?? body.length)];
  });
}

function textOf({ type, headers, body }: { type: string; headers: Headers; body: string }): string {
  // A multipart without its boundary is read as the text that it is.
  const isText = /^(?:text|message|multipart)\//.test(type);
  if (!isText && type !== 'application/octet-stream') return '';
  if (type === 'application/octet-stream' && !/(?:^|\n)(?:final-recipient|action|feedback-type):/i.test(body))
    return '';
  const bytes = decodeTransfer(body.slice(0, maxText * 2), headers.get('content-transfer-encoding'));
  const charset = parameter(headers.get('content-type'), 'charset') ?? guessCharset(bytes);
  return decodeBytes(bytes.subarray(0, maxText), charset).replaceAll(/\r\n?/g, '\n').replaceAll('\0', '');
}

/** Escape sequences of ISO-2022-JP betray it where no charset is named. */
function guessCharset(bytes: Buffer): string {
  return bytes.includes('\u001b$B') || bytes.includes('\u001b$@') ? 'iso-2022-jp' : 'utf-8';
}

function decodeTransfer(body: string, encoding: string): Buffer {
  const name = encoding.trim().toLowerCase();
  if (name === 'base64') return Buffer.from(body.replaceAll(/[^A-Za-z0-9+/=]/g, ''), 'base64');
  if (name !== 'quoted-printable') return Buffer.from(body, 'latin1');
  const text = body
    .replaceAll(/=[ \t]{0,20}\r?\n/g, '')
    .replaceAll(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)));
  return Buffer.from(text, 'latin1');
}

/** Returns the headers of a returned message or of a block of them. */
export function headersIn(text: string): Headers {
  return split(text.replace(/^\s+/, '')).headers;
}
