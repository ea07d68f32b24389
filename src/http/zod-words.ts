import type { z } from 'zod';

type Issue = z.core.$ZodIssue;

const kinds: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};

/** What is wrong, in a sentence without its subject; those of our own schemas stay, those zod makes up are replaced. */
export function issueInWords(issue: Issue): string {
  // Ours begin with a small letter, those that zod makes up with a capital.
  if (!/^[A-Z]/.test(issue.message)) return issue.message;
  switch (issue.code) {
    case 'invalid_type':
      // The one place where zod tells what is missing from what is of another kind.
      if (issue.message.endsWith('received undefined')) return 'is missing';
      return `must be ${kinds[issue.expected] ?? issue.expected}`;
    case 'too_small':
      return sizeInWords({ origin: issue.origin, bound: 'at least', limit: Number(issue.minimum) });
    case 'too_big':
      return sizeInWords({ origin: issue.origin, bound: 'at most', limit: Number(issue.maximum) });
    case 'unrecognized_keys':
      return `has nothing named ${issue.keys.join(', ')}`;
    case 'invalid_value':
      return `must be ${issue.values.map(String).join(' or ')}`;
    case 'invalid_format':
      return issue.format === 'datetime'
        ? 'must be a date and time with its zone, such as 2027-03-01T17:00:00Z'
        : 'is not written as it must be';
    case 'invalid_union':
    case 'invalid_key':
    case 'invalid_element':
    case 'not_multiple_of':
    case 'custom':
      return 'is not possible';
  }
}

function sizeInWords({ origin, bound, limit }: { origin: string; bound: string; limit: number }): string {
  if (origin === 'string') return `must have ${bound} ${limit} ${limit === 1 ? 'character' : 'characters'}`;
  if (origin === 'array') return `must have ${bound} ${limit} ${limit === 1 ? 'entry' : 'entries'}`;
  return `must be ${bound} ${limit}`;
}
