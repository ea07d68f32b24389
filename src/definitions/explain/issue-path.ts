export type IssuePath = readonly (string | number)[];

/** `steps[0].flow[1].gather`, as people write it. */
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

/** The value at a path of plain data, or undefined. */
export function valueAt(value: unknown, path: IssuePath): unknown {
  let current = value;
  for (const part of path) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, part)) return undefined;
    current = (current as Record<string | number, unknown>)[part];
  }
  return current;
}

/** What the schema says about one place of a campaign file, for the fixes that error messages name. */
export type Place = {
  /** The keys that may stand there. */
  keys: readonly string[];
  /** The words that have a meaning of their own there. */
  words: readonly string[];
  description: string | null;
  isDuration: boolean;
};

/** A problem before its line is known. `at` says whether the key or the value is to blame. */
export type PlainIssue = {
  path: IssuePath;
  message: string;
  fix: string | null;
  at: 'key' | 'value';
};

/** What an explanation may look at. */
export type Explaining = {
  /** The whole definition as it was given. */
  value: unknown;
  placeAt: (path: IssuePath) => Place;
  /** How the value at a path is written in the file. */
  writtenAt: (path: IssuePath) => string | null;
};
