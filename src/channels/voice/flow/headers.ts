/** Headers of a stream in the form of Plivo's `extraHeaders`: `name=value,name=value`. */
export function headersText(headers: Readonly<Record<string, string>>): string {
  return Object.entries(headers)
    .map(([name, value]) => `${name}=${value}`)
    .join(',');
}

/** A value without the characters that separate headers, and without control characters. */
export function headerValue(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[,=\p{Cc}\uFFFE\uFFFF]/gu, ' ')
    .trim();
}

/** The first headers that fit into `most` bytes together. */
export function fittingHeaders(
  headers: Readonly<Record<string, string>>,
  most: number,
): Readonly<Record<string, string>> {
  const fitting: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (Buffer.byteLength(headersText({ ...fitting, [name]: value })) > most) break;
    fitting[name] = value;
  }
  return fitting;
}
