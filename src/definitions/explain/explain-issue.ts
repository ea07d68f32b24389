import type { z } from 'zod';
import { meantWord, unknownKeys, wrongWord } from './explain-choice.ts';
import { explainType } from './explain-type.ts';
import { explainUnion } from './explain-union.ts';
import type { Explaining, IssuePath, PlainIssue } from './issue-path.ts';
import { valueAt } from './issue-path.ts';

type Issue = z.core.$ZodIssue;

/** Turns what zod found into sentences with a fix. */
export function explainIssue(issue: Issue, context: Explaining): PlainIssue[] {
  const path = issue.path.map((part) => (typeof part === 'number' ? part : String(part)));
  switch (issue.code) {
    case 'unrecognized_keys':
      return unknownKeys({ path, found: issue.keys, keys: context.placeAt(path).keys });
    case 'invalid_type':
      return [explainType({ path, expected: issue.expected, message: issue.message, context })];
    case 'invalid_union':
      return explainUnion({ path, issue, context, explain: (inner) => explainIssue(inner, context) });
    case 'invalid_value':
      return [wrongWord({ path, words: issue.values.map(String), context })];
    case 'invalid_key':
      return [{ path, message: issue.issues[0]?.message ?? 'is not a possible key', fix: null, at: 'key' }];
    case 'invalid_element':
    case 'invalid_format':
    case 'not_multiple_of':
    case 'too_big':
    case 'too_small':
    case 'custom':
      break;
  }
  return [wrongValue({ path, issue, context })];
}

function wrongValue({
  path,
  issue,
  context,
}: {
  path: IssuePath;
  issue: Issue;
  context: Explaining;
}): PlainIssue {
  const place = context.placeAt(path);
  const value = valueAt(context.value, path);
  const fix = typeof value === 'string' ? meantWord(value, place.words) : null;
  // The schema's own sentences begin with a small letter, those that zod makes up with a capital.
  if (!/^[A-Z]/.test(issue.message)) return { path, message: issue.message, fix, at: 'value' };
  return { path, message: sentence(issue), fix: fix ?? place.description, at: 'value' };
}

function sentence(issue: Issue): string {
  if (issue.code === 'too_small' || issue.code === 'too_big') return wrongSize(issue);
  if (issue.code !== 'invalid_format') return 'is not valid';
  if (issue.format === 'datetime')
    return 'must be a date and time with its zone, such as 2027-03-01T17:00:00Z';
  if (issue.format === 'url') return 'must be an http or https address';
  return 'is none of the possible values';
}

function wrongSize(issue: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig): string {
  const limit = issue.code === 'too_small' ? Number(issue.minimum) : Number(issue.maximum);
  const bound = issue.code === 'too_small' ? 'at least' : 'at most';
  if (issue.origin === 'string')
    return limit === 1 && bound === 'at least'
      ? 'must not be empty'
      : `must have ${bound} ${limit} characters`;
  if (issue.origin === 'array') return `needs ${bound} ${limit} ${limit === 1 ? 'entry' : 'entries'}`;
  return `must be ${bound} ${limit}`;
}
