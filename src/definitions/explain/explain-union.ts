import type { z } from 'zod';
import { unknownKeys, wrongWord } from './explain-choice.ts';
import type { Explaining, IssuePath, PlainIssue } from './issue-path.ts';
import { valueAt } from './issue-path.ts';

type Issue = z.core.$ZodIssue;
type UnionIssue = z.core.$ZodIssueInvalidUnion;

/**
 * Explains a value that fits no branch of a union. If it has the keys of exactly one branch, the issues of that
 * branch are returned; otherwise an issue about the choice.
 */
export function explainUnion({
  path,
  issue,
  context,
  explain,
}: {
  path: IssuePath;
  issue: UnionIssue;
  context: Explaining;
  explain: (issue: Issue) => PlainIssue[];
}): PlainIssue[] {
  if ('options' in issue && Array.isArray(issue.options)) {
    return [wrongWord({ path, words: issue.options.map(String), context })];
  }
  const value = valueAt(context.value, path);
  const isGroup = typeof value === 'object' && value !== null;
  const [likely, ...further] = issue.errors.filter((errors) => wantsGroup(errors) === isGroup);
  if (likely && further.length === 0) {
    return likely.flatMap((inner) => explain({ ...inner, path: [...path, ...inner.path] }));
  }
  const { keys, words, description } = context.placeAt(path);
  // A group of settings is described by its keys, any other value by its description.
  const isSimple = !isGroup && issue.errors.some((errors) => !wantsGroup(errors));
  if ((isSimple || keys.length === 0) && words.length === 0 && value !== undefined && description)
    return [{ path, message: `must be ${description}`, fix: null, at: 'value' }];
  if (typeof value !== 'object' || value === null) {
    const choice = keys.length > 0 ? `must be one of ${keys.map((key) => `{ ${key}: … }`).join(', ')}` : null;
    if (choice !== null) return [{ path, message: choice, fix: null, at: 'value' }];
    return [{ ...wrongWord({ path, words, context }), ...(description && { fix: description }) }];
  }
  const [fitting, ...others] = issue.errors.filter(
    (errors) => !errors.some((inner) => isAboutChoice(inner, value)),
  );
  if (fitting && others.length === 0) {
    return fitting.flatMap((inner) => explain({ ...inner, path: [...path, ...inner.path] }));
  }
  const given = Object.keys(value);
  const unknown = given.filter((key) => !keys.includes(key));
  if (unknown.length > 0) return unknownKeys({ path, found: unknown, keys });
  const message =
    given.length === 0 ? `must have one of ${keys.join(', ')}` : `has ${given.join(' and ')} in one entry`;
  return [{ path, message, fix: given.length === 0 ? null : 'write each as a separate entry', at: 'value' }];
}

/** Whether a branch of a union is for groups of settings, by its issues with any value. */
function wantsGroup(errors: readonly Issue[]): boolean {
  return errors.every(({ path, code, ...issue }) => {
    if (path.length > 0 || code === 'unrecognized_keys' || code === 'custom') return true;
    return code === 'invalid_type' && 'expected' in issue && issue.expected === 'object';
  });
}

/**
 * Whether an issue shows that the value belongs to another branch: the key of this branch is missing, or the key of
 * the other one is unknown here.
 */
function isAboutChoice(issue: Issue, value: object): boolean {
  const [key, ...deeper] = issue.path;
  if (key === undefined) return issue.code === 'unrecognized_keys' || issue.code === 'invalid_type';
  return deeper.length === 0 && !Object.hasOwn(value, key);
}
