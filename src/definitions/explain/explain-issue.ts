import type { z } from 'zod';
import { suggestion, unknownKeys, wrongWord } from './explain-choice.ts';
import { explainType } from './explain-type.ts';
import { explainUnion } from './explain-union.ts';
import type { Explaining, IssuePath, PlainIssue } from './issue-path.ts';
import { valueAt } from './issue-path.ts';

type Issue = z.core.$ZodIssue;

/** Converts an issue of zod into sentences with a fix. */
export function explainIssue(issue: Issue, context: Explaining): PlainIssue[] {
  const path = issue.path.map((part) => (typeof part === 'number' ? part : String(part)));
  switch (issue.code) {
    case 'unrecognized_keys':
      // A text that begins with a variable and was written without quotes: YAML reads it as a group.
      if (context.writtenAt(path)?.trim().startsWith('{{')) {
        return [explainType({ path, expected: 'string', message: 'must be a text', context })];
      }
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
  const value = valueAt(context.value, path);
  const fix = typeof value === 'string' ? suggestion(value, context.placeAt(path).words) : null;
  return { path, message: issue.message, fix, at: 'value' };
}
