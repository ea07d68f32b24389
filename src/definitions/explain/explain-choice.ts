import type { Explaining, IssuePath, PlainIssue } from './issue-path.ts';
import { valueAt } from './issue-path.ts';
import { nearest } from './nearest.ts';

/** The maximum number of unknown keys in one place that are listed. */
const maxListedKeys = 50;

/** Returns the issues of keys that are not allowed at `path`. Keys beyond the maximum are only counted. */
export function unknownKeys({
  path,
  found,
  keys,
}: {
  path: IssuePath;
  found: readonly string[];
  keys: readonly string[];
}): PlainIssue[] {
  const listedIssues = found.slice(0, maxListedKeys).map((key) => unknownKey({ path: [...path, key], keys }));
  const more = found.length - listedIssues.length;
  if (more === 0) return listedIssues;
  return [...listedIssues, { path, message: `has ${more} more unknown keys`, fix: null, at: 'value' }];
}

/** Returns the issue of one unknown key, with the most similar known key. */
function unknownKey({ path, keys }: { path: IssuePath; keys: readonly string[] }): PlainIssue {
  return {
    path,
    message: 'unknown key',
    fix: suggestion(String(path.at(-1)), keys) ?? listed('the keys here are', keys),
    at: 'key',
  };
}

/** Returns the issue of a wrong word, which lists the possible ones, or of a missing value. */
export function wrongWord({
  path,
  words,
  context,
}: {
  path: IssuePath;
  words: readonly string[];
  context: Explaining;
}): PlainIssue {
  const value = valueAt(context.value, path);
  const message = words.length === 1 ? `must be ${words[0]}` : `must be one of ${words.join(', ')}`;
  if (value === undefined) return { path, message: 'is missing', fix: message, at: 'value' };
  return { path, message, fix: typeof value === 'string' ? suggestion(value, words) : null, at: 'value' };
}

/** Returns `did you mean …?` if one of the candidates is similar; otherwise null. */
export function suggestion(word: string, candidates: readonly string[]): string | null {
  const found = nearest(word, candidates);
  return found === null ? null : `did you mean ${found}?`;
}

function listed(intro: string, words: readonly string[]): string | null {
  return words.length === 0 ? null : `${intro} ${words.join(', ')}`;
}
