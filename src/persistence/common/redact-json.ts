type Removal = {
  /** The removed texts, and as numbers those that are long numbers. */
  removed: ReadonlySet<unknown>;
  /** Removes them from a text that is not JSON. */
  plain: (text: string) => string;
};

/**
 * The texts of JSON that the program reads: codes such as `contact.removed`, ids, instants and hashes. A person may be
 * named like a part of them.
 */
const programTexts = [
  /^[a-z]+(?:[-.][a-z]+)*$/,
  /^[a-z]+_[0-9A-HJKMNP-TV-Z]{26}$/,
  /^\d{4}-\d\d-\d\dT\d\d:\d\d/,
  /^[0-9a-f]{64}$/,
];

const identifier = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Returns a copy of a JSON value without the removed texts. Its shape stays, and so do the texts that the program reads. */
export function redactJson(value: unknown, removal: Removal): unknown {
  if (typeof value === 'string') return redactString(value, removal);
  if (typeof value === 'number') return removal.removed.has(value) ? removal.plain(String(value)) : value;
  if (Array.isArray(value)) return value.map((item) => redactJson(item, removal));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      identifier.test(key) ? key : removal.plain(key),
      redactJson(item, removal),
    ]),
  );
}

/** A text that is JSON itself, such as the body of a message in an event, is treated as any other text. */
function redactString(text: string, { removed, plain }: Removal): string {
  const isOfProgram = programTexts.some((pattern) => pattern.test(text)) && !removed.has(text);
  return isOfProgram ? text : plain(text);
}
