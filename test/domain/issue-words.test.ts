import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { issueInWords } from '../../src/domain/issue-words.ts';

function wordsOf(schema: z.ZodType, value: unknown): string[] {
  return schema.safeParse(value, { error: issueInWords }).error?.issues.map(({ message }) => message) ?? [];
}

describe('what is wrong with a value', () => {
  test.each<[string, z.ZodType, unknown, string]>([
    ['a missing key', z.object({ a: z.string() }), {}, 'is missing'],
    ['another kind', z.object({ a: z.string() }), { a: 3 }, 'must be a text'],
    ['a text in place of an object', z.object({}), 'x', 'must be an object'],
    ['a fraction', z.int(), 1.5, 'must be a whole number'],
    ['an unknown key', z.strictObject({}), { a: 1, b: 2 }, 'has nothing named a, b'],
    ['another word', z.enum(['on', 'off']), 'of', 'must be on or off'],
    ['a small number', z.number().min(2), 1, 'must be at least 2'],
    ['a large number', z.number().max(2), 3, 'must be at most 2'],
    ['an empty text', z.string().min(1), '', 'must not be empty'],
    ['a long text', z.string().max(1), 'ab', 'must have at most 1 character'],
    ['an empty list', z.array(z.string()).min(1), [], 'must not be empty'],
    ['a short list', z.array(z.string()).min(2), ['a'], 'must have at least 2 entries'],
    [
      'a time without zone',
      z.iso.datetime({ offset: true }),
      '2027-03-01',
      'must be a date and time with its',
    ],
    ['no address', z.url(), 'x', 'must be an http or https address'],
    ['another form', z.string().regex(/^a$/), 'b', 'does not have the form that is expected'],
    ['no branch of a union', z.union([z.string(), z.number()]), true, 'is not valid'],
    ['a branch of a union', z.union([z.literal('a'), z.object({ b: z.string() })]), {}, 'is not valid'],
    ['no multiple', z.number().multipleOf(2), 3, 'is not valid'],
  ])('is told in plain words: %s', (_, schema, value, words) => {
    expect(wordsOf(schema, value)).toEqual([expect.stringContaining(words)]);
  });

  test('is told in the words of the schema, if it has any, whatever they begin with', () => {
    expect(wordsOf(z.string('Name what it is').min(2, 'Write more'), 'a')).toEqual(['Write more']);
    expect(wordsOf(z.string('Name what it is'), 1)).toEqual(['Name what it is']);
    expect(
      wordsOf(
        z.string().refine(() => false, 'E.164 only'),
        'a',
      ),
    ).toEqual(['E.164 only']);
  });
});
