import type { z } from 'zod';

type Issue = z.core.$ZodRawIssue;

/** The words for the kinds of values, by zod's names. */
export const kindNames: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};

/**
 * The zod error map for user input: returns what is wrong with a value as a sentence without its subject, such as
 * `must be a text`. A schema's own message takes precedence. Use: `schema.safeParse(value, { error: issueInWords })`.
 */
export function issueInWords(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined
        ? 'is missing'
        : `must be ${kindNames[issue.expected] ?? issue.expected}`;
    case 'too_small':
      return sizeInWords({ origin: issue.origin, bound: 'at least', limit: Number(issue.minimum) });
    case 'too_big':
      return sizeInWords({ origin: issue.origin, bound: 'at most', limit: Number(issue.maximum) });
    case 'unrecognized_keys':
      return `has nothing named ${issue.keys.join(', ')}`;
    case 'invalid_value':
      return `must be ${issue.values.map(String).join(' or ')}`;
    case 'invalid_format':
      return formatInWords(issue.format);
    case 'invalid_union':
    case 'invalid_key':
    case 'invalid_element':
    case 'not_multiple_of':
    case 'custom':
      return 'is not valid';
  }
}

function sizeInWords({ origin, bound, limit }: { origin: string; bound: string; limit: number }): string {
  if (origin !== 'string' && origin !== 'array') return `must be ${bound} ${limit}`;
  if (bound === 'at least' && limit === 1) return 'must not be empty';
  const [one, many] = origin === 'string' ? ['character', 'characters'] : ['entry', 'entries'];
  return `must have ${bound} ${limit} ${limit === 1 ? one : many}`;
}

function formatInWords(format: string): string {
  if (format === 'datetime') return 'must be a date and time with its zone, such as 2027-03-01T17:00:00Z';
  return format === 'url' ? 'must be an http or https address' : 'does not have the form that is expected';
}
