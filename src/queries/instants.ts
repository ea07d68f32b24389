/** An instant as text: RFC 3339 in UTC, without milliseconds if they are zero. */
export function instantText(at: number): string {
  return new Date(at).toISOString().replace('.000Z', 'Z');
}

/** The same for an instant that may be missing. */
export function instantOrNull(at: number | null): string | null {
  return at === null ? null : instantText(at);
}
