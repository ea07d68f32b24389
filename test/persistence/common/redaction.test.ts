import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRedactor, erasedText } from '../../../src/persistence/common/redaction.ts';

const att = 'att_01K0ABCDEF1234567890ABCDEF';
const events = [
  { seq: 12345, at: 1_764_500_000_000, type: 'contact.removed', attempt: att, by: 'key:ops', data: {} },
  { seq: 12346, at: 1_764_500_000_001, type: 'campaign.paused', data: { reason: 'Anna Berg asked' } },
];
const body = JSON.stringify(events);

function redacted(texts: readonly string[], text: string): unknown {
  const found = createRedactor(texts).text(text);
  return found === null ? null : (JSON.parse(found) as unknown);
}

describe('a log', () => {
  test('loses the texts that name a person, and nothing else', () => {
    expect(redacted(['Anna Berg'], body)).toEqual([
      events[0],
      { ...events[1], data: { reason: `${erasedText} asked` } },
    ]);
  });

  test.each([
    'Contact',
    'Paused',
    'reason',
    'ABCDEF',
    '12345',
    '64500',
    'campaign',
    'Campaign.Paused',
    'false',
  ])('of a person named %s keeps what the program reads', (name) => {
    expect(redacted([name], body)).toBeNull();
  });

  test('loses a name that stands in it with escapes', () => {
    const name = 'Anna "Bee" Berg\\Stone';
    const text = JSON.stringify([{ type: 'campaign.paused', data: { reason: `for ${name}` } }]);
    expect(redacted([name], text)).toEqual([
      { type: 'campaign.paused', data: { reason: `for ${erasedText}` } },
    ]);
  });

  test('keeps a name that is only there across an escape', () => {
    const text = JSON.stringify([{ data: { reason: 'one\nberg' } }]);
    expect(redacted(['nberg'], text)).toBeNull();
  });
});

test('JSON loses numbers and texts of a person wherever they are, also as numbers', () => {
  const order = {
    to: '+12125550147',
    also: 12_125_550_147,
    notes: ['smith', 'ask Smith'],
    smith_id: 'crm-4711',
  };
  expect(redacted(['+12125550147', 'smith', 'crm-4711'], JSON.stringify(order))).toEqual({
    to: erasedText,
    also: erasedText,
    notes: [erasedText, `ask ${erasedText}`],
    smith_id: erasedText,
  });
  expect(redacted(['Anna Berg'], '{"Anna Berg": 1}')).toEqual({ [erasedText]: 1 });
});

test('a text that is not JSON loses what it names, also one that only begins like JSON', () => {
  const { text } = createRedactor(['Anna Berg']);
  expect(text('[anna berg] asked')).toBe(`[${erasedText}] asked`);
  expect(text('{"cut": "Anna Berg')).toBe(`{"cut": "${erasedText}`);
  expect(text('{ "spaced":   1 }')).toBeNull();
});

test('JSON stays JSON of the same shape, and no removed text of its free texts is left', () => {
  const shapeOf = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(shapeOf);
    if (typeof value !== 'object' || value === null) return null;
    return Object.values(value).map(shapeOf);
  };
  fc.assert(
    fc.property(fc.json(), fc.string({ minLength: 5 }), (json, word) => {
      const text = JSON.stringify([JSON.parse(json), `x ${word} y`]);
      const found = redacted([word], text);
      if (word.trim() === '') return;
      expect(shapeOf(found)).toEqual(shapeOf(JSON.parse(text)));
      expect((found as unknown[])[1]).toBe(`x ${erasedText} y`);
    }),
  );
});
