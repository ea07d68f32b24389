type Entity = { headers: ReadonlyMap<string, string>; body: Buffer };

/** The headers of a mail or of one of its parts, unfolded and with names in small letters (RFC 5322 2.2), and its body. */
function split(bytes: Buffer): Entity {
  const end = bytes.indexOf('\r\n\r\n');
  if (end === -1) throw new Error('The mail has no empty line after its headers.');
  const lines = bytes
    .toString('latin1', 0, end)
    .replaceAll(/\r\n[ \t]+/g, ' ')
    .split('\r\n');
  const headers = lines.map((line): [string, string] => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
  });
  return { headers: new Map(headers), body: bytes.subarray(end + 4) };
}

/** The bytes without their transfer encoding (RFC 2045 6). */
function decoded({ headers, body }: Entity): Buffer {
  const encoding = headers.get('content-transfer-encoding') ?? '7bit';
  if (encoding === 'base64') return Buffer.from(body.toString('latin1'), 'base64');
  if (encoding !== 'quoted-printable') return body;
  const text = body.toString('latin1').replaceAll('=\r\n', '');
  return Buffer.from(
    text.replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  );
}

function texts(bytes: Buffer): string {
  const entity = split(bytes);
  const type = entity.headers.get('content-type') ?? 'text/plain';
  const boundary = /boundary="?([^";]+)/.exec(type)?.[1];
  if (boundary !== undefined) {
    const parts = entity.body.toString('latin1').split(`--${boundary}`).slice(1, -1);
    return parts.map((part) => texts(Buffer.from(part.replace(/^\r\n/, ''), 'latin1'))).join('\n');
  }
  if (!type.startsWith('text/')) return '';
  const charset = /charset="?([^";]+)/.exec(type)?.[1] ?? 'us-ascii';
  const text = new TextDecoder(charset, { fatal: true }).decode(decoded(entity));
  return type.startsWith('text/html') ? text.replaceAll(/<style>.*?<\/style>|<[^>]*>/g, ' ') : text;
}

/**
 * The headers and all the texts of a well-formed mail, quotes included. It uses nothing that a classifier uses, so a corpus
 * is checked by other code than the one that it measures. Throws on bytes that are not of the charset they claim.
 */
export const textOf = (mail: Buffer): { headers: ReadonlyMap<string, string>; text: string } => ({
  headers: split(mail).headers,
  text: texts(mail),
});
