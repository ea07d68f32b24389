import { describe, expect, test } from 'vitest';
import { changedKeys, describeChange } from '../../src/definitions/definition-changes.ts';
import { validateDefinition } from '../../src/definitions/validate-definition.ts';

const step = (id: string, text: string) => ({ id, channel: 'log', text });
const before = validateDefinition({ name: 'a', steps: [step('s', 'hi')], variables: { x: '1' } });

describe('comparing two definitions', () => {
  test('finds no difference between equal ones in different spellings', () => {
    const same = validateDefinition({
      variables: { x: '1' },
      steps: [step('s', 'hi')],
      name: 'a',
      priority: 5,
    });
    expect(changedKeys(before, same)).toEqual([]);
    expect(describeChange(before, same)).toEqual([]);
  });

  test('names each difference with its old and new value', () => {
    const after = validateDefinition({
      name: 'a',
      steps: [step('s', 'hello'), step('t', 'bye')],
      retry: { maxAttempts: 4 },
      end: '2027-03-01T17:00:00Z',
    });
    expect(changedKeys(before, after).toSorted()).toEqual(['end', 'retry', 'steps', 'variables']);
    expect(describeChange(before, after).toSorted()).toEqual([
      'end: (none) -> "2027-03-01T17:00:00Z"',
      'retry.maxAttempts: 3 -> 4',
      'steps[0].text: "hi" -> "hello"',
      'steps[1]: (none) -> {"id":"t","channel":"log","text":"bye"}',
      'variables.x: "1" -> (none)',
    ]);
  });

  test('cuts long values short', () => {
    const after = validateDefinition({
      name: 'a',
      steps: [step('s', 'x'.repeat(1_000))],
      variables: { x: '1' },
    });
    expect(describeChange(before, after)[0]?.length).toBeLessThan(200);
  });
});
