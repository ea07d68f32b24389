import { createHmac } from 'node:crypto';
import { type Fields, keysOf } from '../types.ts';

/**
 * Returns the text that a V3 signature covers, byte for byte as the helper in plivo 4.79 builds it. The query is
 * decoded and sorted. The body follows a dot if there is a query; otherwise it follows a question mark without a dot.
 */
export function signedText({
  method,
  url,
  body,
  nonce,
}: {
  method: 'GET' | 'POST';
  url: string;
  body: Fields;
  nonce: string;
}): string {
  const { origin, pathname, searchParams } = new URL(url);
  const query = [...searchParams]
    .sort(([nameA, valueA], [nameB, valueB]) => compare(nameA, nameB) || compare(valueA, valueB))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
  const base = origin + pathname;
  const names = keysOf(body).sort();
  const hasBody = method === 'POST' && names.length > 0;
  const address = query || hasBody ? `${base}?${query}` : base;
  const parameters = hasBody ? names.map((name) => name + body[name]).join('') : '';
  return `${address}${query && hasBody ? '.' : ''}${parameters}.${nonce}`;
}

/** Returns base64(HMAC-SHA256(token, text)). */
export function signature({ token, text }: { token: string; text: string }): string {
  return createHmac('sha256', token).update(text).digest('base64');
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
