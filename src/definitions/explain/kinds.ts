import type { z } from 'zod';
import { issueInWords, kindNames } from '../../domain/issue-words.ts';

/** Names of types for authors of YAML files, who may not know what an object is. */
const kinds: Readonly<Record<string, string>> = {
  ...kindNames,
  object: 'a group of settings',
  record: 'a group of settings',
  null: 'empty',
};

/** The error map for campaign files. It names types with the words of YAML users. */
export function definitionIssueInWords(issue: z.core.$ZodRawIssue): string {
  return issue.code === 'invalid_type'
    ? `must be ${kinds[issue.expected] ?? issue.expected}`
    : issueInWords(issue);
}

/** Returns the type of a value in words, such as `a list`; numbers and booleans are returned as text. */
export function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'boolean' || typeof value === 'number') return String(value);
  return kinds[typeof value] ?? typeof value;
}
