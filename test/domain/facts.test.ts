import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Details } from '../../src/domain/attempt/attempt.ts';
import { answerFacts, answersOf, callBackAtOf, hasPressedKeys } from '../../src/domain/attempt/facts.ts';
import { recordingFacts, recordingsOf, withFacts } from '../../src/domain/attempt/facts.ts';
import { impersonalResult } from '../../src/domain/attempt/impersonal-evidence.ts';

const merged = (all: readonly Details[]): Details | null => all.reduce<Details | null>(withFacts, null);

const first = answerFacts({ turn: 2, keys: '1', variables: { language: 'English' }, callBackAt: 5_000 });
const later = answerFacts({ turn: 10, keys: '2', variables: { language: 'Spanish' }, callBackAt: 4_000 });

test('the answer to the last question counts, whichever is reported first', () => {
  for (const details of [merged([first, later]), merged([later, first])]) {
    expect(answersOf(details)).toEqual({ language: 'Spanish' });
    expect(callBackAtOf(details)).toBe(4_000);
  }
});

test('a report that arrives again later does not put a call back off', () => {
  const again = answerFacts({ turn: 2, keys: '1', variables: {}, callBackAt: 9_000 });
  expect(callBackAtOf(merged([first, again]))).toBe(5_000);
  expect(callBackAtOf(merged([again, first]))).toBe(5_000);
});

test('the order and the number of reports do not matter', () => {
  const name = fc.constantFrom('keys.1', 'answer.1.a', 'call-back.2', 'recording.r.seconds');
  const facts = fc.dictionary(name, fc.oneof(fc.integer(), fc.string()));
  fc.assert(
    fc.property(fc.array(facts, { maxLength: 5 }), (reports) => {
      const once = merged(reports);
      expect(merged(reports.toReversed())).toEqual(once);
      expect(merged([...reports, ...reports])).toEqual(once);
    }),
  );
});

test('an attempt without facts says nothing', () => {
  for (const details of [null, { talkSeconds: 3 }]) {
    expect(answersOf(details)).toEqual({});
    expect(callBackAtOf(details)).toBeNull();
    expect(recordingsOf(details)).toEqual([]);
    expect(hasPressedKeys(details)).toBe(false);
  }
  expect(hasPressedKeys(first)).toBe(true);
});

test('recordings are listed by id', () => {
  const recording = { id: 'r-1', url: 'https://media.test/1.mp3', seconds: 4 };
  const running = { id: 'r-0', url: 'https://media.test/0.mp3', seconds: null };
  expect(recordingsOf(merged([recordingFacts(recording), recordingFacts(running)]))).toEqual([
    running,
    recording,
  ]);
});

test('evidence with facts is not sent between instances: it would lose them, or show what was pressed', () => {
  const responded = { kind: 'responded', outcome: null, stage: 'in-progress', providerId: 'c-1' } as const;
  const result = { attempt: 'att_1', providerId: 'c-1' };
  expect(impersonalResult({ ...result, evidence: [responded] })).not.toBeNull();
  expect(impersonalResult({ ...result, evidence: [{ ...responded, facts: first }] })).toBeNull();
});
