import type { z } from 'zod';
import { issueInWords, kindNames } from '../../domain/issue-words.ts';

/** A campaign file is YAML, and its authors need not know what an object is. */
const kinds: Readonly<Record<string, string>> = {
  ...kindNames,
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
