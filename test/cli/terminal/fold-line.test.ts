import fc from 'fast-check';
import { expect, test } from 'vitest';
import { foldLine } from '../../../src/cli/terminal/fold-line.ts';

test('breaks a line between its parts and never inside a word', () => {
  const line =
    'Contacts  292 = 222 reached, 44 no success in 3 attempts, 12 invalid number, 13 opted out, 1 suppressed';
  expect(foldLine({ line, columns: 79 })).toEqual([
    'Contacts  292 = 222 reached, 44 no success in 3 attempts, 12 invalid number,',
    '          13 opted out, 1 suppressed',
  ]);
  expect(foldLine({ line: 'short', columns: 79 })).toEqual(['short']);
});

test('breaks a part that is too wide between its words, and leaves a long word whole', () => {
  expect(foldLine({ line: 'State: the provider does not answer any request', columns: 24 })).toEqual([
    'State: the provider does',
    '          not answer any',
    '          request',
  ]);
  expect(foldLine({ line: 'see https://example.com/a/long/address', columns: 20 })).toEqual([
    'see',
    '          https://example.com/a/long/address',
  ]);
});

test('keeps every part, in order, and breaks only where a line is full', () => {
  const part = fc.stringMatching(/^[a-z]{1,12}( [a-z]{1,9}){0,2}$/);
  const input = fc.record({
    parts: fc.array(part, { minLength: 1 }),
    columns: fc.integer({ min: 40, max: 100 }),
  });
  fc.assert(
    fc.property(input, ({ parts, columns }) => {
      const lines = foldLine({ line: parts.join(', '), columns });
      expect(lines.map((line) => line.trim()).join(' ')).toBe(parts.join(', '));
      for (const line of lines) expect(line.length).toBeLessThanOrEqual(columns);
    }),
  );
});
