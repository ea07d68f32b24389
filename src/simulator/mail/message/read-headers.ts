/** The headers of a message: the values of each name in lower case, unfolded, in their order. */
export type Headers = ReadonlyMap<string, readonly string[]>;

/** Returns the header block of a message, without the empty line after it. */
export function headerBlock(raw: Buffer): string {
  const end = raw.indexOf('\r\n\r\n');
  return raw.subarray(0, end === -1 ? raw.length : end + 2).toString('utf8');
}

/** Reads the headers of a message (RFC 5322). Lines that are no header are ignored. */
export function readHeaders(raw: Buffer): Headers {
  const headers = new Map<string, string[]>();
  for (const line of headerBlock(raw)
    .replaceAll(/\r?\n(?=[ \t])/g, '')
    .split(/\r?\n/)) {
    const colon = line.indexOf(':');
    if (colon < 1) continue;
    const name = line.slice(0, colon).trim().toLowerCase();
    const values = headers.get(name) ?? [];
    values.push(line.slice(colon + 1).trim());
    headers.set(name, values);
  }
  return headers;
}

/** Returns the Message-ID without its angle brackets; null if there is none. */
export function messageIdOf(headers: Headers): string | null {
  return /<([^<>\s]+)>/.exec(headers.get('message-id')?.[0] ?? '')?.[1] ?? null;
}

/**
 * Returns the id of the attempt in a Message-ID (`ATTEMPT.TOKEN@domain`) or in an envelope sender
 * (`bounce+ATTEMPT.TOKEN@domain`); null if there is none.
 */
export function attemptOf(address: string | null): string | null {
  const local = (address ?? '').split('@', 1)[0] ?? '';
  const tag = local.slice(local.indexOf('+') + 1);
  const dot = tag.lastIndexOf('.');
  return dot > 0 ? tag.slice(0, dot) : null;
}
