/** The maximum size of a reported result in bytes. */
export const largestResult = 65_536;

/** Returns null if the bytes are not UTF-8. */
export function textOf(body: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    return null;
  }
}
