import type { z } from 'zod';
import { issueInWords } from '../../domain/issue-words.ts';

const kinds: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a group of settings',
  record: 'a group of settings',
  null: 'empty',
};

/** The error map for campaign files, which need not be JSON: kinds of values have the names of YAML users. */
export function definitionIssueInWords(issue: z.core.$ZodRawIssue): string {
  return issue.code === 'invalid_type'
    ? `must be ${kinds[issue.expected] ?? issue.expected}`
    : issueInWords(issue);
}

/** What a value is, such as `a list`; numbers and truth values are named themselves. */
export function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'boolean' || typeof value === 'number') return String(value);
  return kinds[typeof value] ?? typeof value;
}
