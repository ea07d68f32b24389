/**
 * Returns the customer's token of the attempt in the query of the first of these URLs that has one; null if none has. A
 * customer may hand over an answer URL that is not its own.
 */
export function attemptOf(urls: Readonly<Record<string, unknown>>, parameter: string): string | null {
  for (const name of ['answer_url', 'hangup_url', 'ring_url']) {
    const url = urls[name];
    const token = typeof url === 'string' && URL.canParse(url) && new URL(url).searchParams.get(parameter);
    if (token) return token;
  }
  return null;
}
