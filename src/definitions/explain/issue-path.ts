export type IssuePath = readonly (string | number)[];

/** Returns a path as text: `steps[0].flow[1].gather`. */
export function pathText(path: IssuePath): string {
  return path
    .map((part) =>
      typeof part === 'number'
        ? `[${part}]`
        : /^[\w-]+$/.test(part)
          ? `.${part}`
          : `[${JSON.stringify(part)}]`,
    )
    .join('')
    .replace(/^\./, '');
}

/** Returns the value at a path in plain data; undefined if there is none. */
export function valueAt(value: unknown, path: IssuePath): unknown {
  let current = value;
  for (const part of path) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, part)) return undefined;
    current = (current as Record<string | number, unknown>)[part];
  }
  return current;
}

/** What the schema allows in one place of a campaign file, for the fixes in error messages. */
export type Place = {
  /** The allowed keys. */
  keys: readonly string[];
  /** The words with a special meaning. */
  words: readonly string[];
  description: string | null;
  isDuration: boolean;
};

/** A problem before its line is known. `at` says whether the key or the value is wrong. */
export type PlainIssue = {
  path: IssuePath;
  message: string;
  fix: string | null;
  at: 'key' | 'value';
};

/** What an explanation may use. */
export type Explaining = {
  /** The whole definition as received. */
  value: unknown;
  placeAt: (path: IssuePath) => Place;
  /** Returns the value at a path as written in the file. */
  writtenAt: (path: IssuePath) => string | null;
};
