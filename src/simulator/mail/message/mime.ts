import { hash } from 'node:crypto';
import { encodeWords, foldLines } from 'nodemailer/lib/mime-funcs';
import { encode, wrap } from 'nodemailer/lib/qp';

export type Header = readonly [name: string, value: string];

/** A part of a message: text in a charset and encoding, or several parts. */
export type Part = LeafPart | { type: `multipart/${string}`; parts: readonly Part[] };

export type LeafPart = {
  /** Such as `text/plain` or `message/delivery-status`. */
  type: string;
  text: string;
  /** Null: the part has none, as `message/rfc822`. Default: utf-8. */
  charset?: 'utf-8' | 'iso-8859-1' | null;
  /** Default: 7bit. */
  encoding?: '7bit' | '8bit' | 'quoted-printable' | 'base64';
};

/** Renders a message (RFC 5322, RFC 2045). Values of headers that are not ASCII become encoded words. */
export function renderMessage({ headers, body }: { headers: readonly Header[]; body: Part }): Buffer {
  const boundary = hash('sha256', JSON.stringify(headers), 'hex').slice(0, boundaryLength);
  const lines = headers.map(([name, value]) => foldLines(`${name}: ${encodeWords(value, 'Q')}`));
  const head = Buffer.from(`${[...lines, 'MIME-Version: 1.0'].join('\r\n')}\r\n`);
  return Buffer.concat([head, renderPart({ part: body, boundary })]);
}

const boundaryLength = 24;

function renderPart({ part, boundary }: { part: Part; boundary: string }): Buffer {
  if ('parts' in part) {
    const inner = part.parts.map((one, index) => renderPart({ part: one, boundary: `${boundary}.${index}` }));
    const between = Buffer.from(`--${boundary}\r\n`);
    return Buffer.concat([
      Buffer.from(`Content-Type: ${part.type}; boundary="${boundary}"\r\n\r\n`),
      ...inner.flatMap((bytes) => [between, bytes, Buffer.from('\r\n')]),
      Buffer.from(`--${boundary}--\r\n`),
    ]);
  }
  const { type, charset = 'utf-8', encoding = '7bit' } = part;
  const bytes = Buffer.from(part.text.replaceAll(/\r?\n/g, '\r\n'), charset === 'utf-8' ? 'utf8' : 'latin1');
  const head = [
    `Content-Type: ${type}${charset === null ? '' : `; charset=${charset}`}`,
    ...(charset === null && encoding === '7bit' ? [] : [`Content-Transfer-Encoding: ${encoding}`]),
  ];
  return Buffer.concat([
    Buffer.from(`${head.join('\r\n')}\r\n\r\n`),
    encoded({ bytes, encoding }),
    Buffer.from('\r\n'),
  ]);
}

function encoded({ bytes, encoding }: { bytes: Buffer; encoding: string }): Buffer {
  if (encoding === 'quoted-printable') return Buffer.from(wrap(encode(bytes)));
  if (encoding !== 'base64') return bytes;
  return Buffer.from(bytes.toString('base64').replaceAll(/.{76}/g, '$&\r\n'));
}

/** Returns an instant as in the Date header of a message. */
export function dateHeader(at: number): string {
  return new Date(at).toUTCString().replace('GMT', '+0000');
}
