import type { Explaining, IssuePath, PlainIssue } from './issue-path.ts';
import { valueAt } from './issue-path.ts';
import { nearest } from './nearest.ts';

/** So many unknown keys of one place are told one by one. */
const mostKeysTold = 50;

/** Keys that may not stand where they do; of very many only how many they are. */
export function unknownKeys({
  path,
  found,
  keys,
}: {
  path: IssuePath;
  found: readonly string[];
  keys: readonly string[];
}): PlainIssue[] {
  const told = found.slice(0, mostKeysTold).map((key) => unknownKey({ path: [...path, key], keys }));
  const more = found.length - told.length;
  if (more === 0) return told;
  return [...told, { path, message: `has ${more} more unknown keys`, fix: null, at: 'value' }];
}

/** A key that may not stand where it does, with the nearest one that may. */
function unknownKey({ path, keys }: { path: IssuePath; keys: readonly string[] }): PlainIssue {
  return {
    path,
    message: 'unknown key',
    fix: meantWord(String(path.at(-1)), keys) ?? listed('the keys here are', keys),
    at: 'key',
  };
}

/** Says which words are possible, or that a value is missing if there is none. */
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
  return { path, message, fix: typeof value === 'string' ? meantWord(value, words) : null, at: 'value' };
}

/** `did you mean …?`, if one of the candidates is near. */
export function meantWord(word: string, candidates: readonly string[]): string | null {
  const found = nearest(word, candidates);
  return found === null ? null : `did you mean ${found}?`;
}

function listed(intro: string, words: readonly string[]): string | null {
  return words.length === 0 ? null : `${intro} ${words.join(', ')}`;
}
