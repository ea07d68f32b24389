import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { validateDefinition } from '../../src/definitions/validate-definition.ts';
import { isRingmasterError } from '../../src/domain/errors.ts';

const valid = { name: 'a', steps: [{ id: 's', channel: 'log', text: 'hi {{first_name}}' }] };

function codeOf(input: unknown): string {
  try {
    validateDefinition(input);
    return 'valid';
  } catch (error) {
    return isRingmasterError(error) ? error.code : String(error);
  }
}

describe('validating a definition from JSON', () => {
  test('fills in the defaults', () => {
    expect(validateDefinition(valid)).toMatchObject({
      client: 'default',
      priority: 5,
      rateLimits: { concurrent: 10 },
    });
  });

  test.each([3, true])('explains the form of a delay instead of %j', (defaultDelay) => {
    expect(() => validateDefinition({ ...valid, sequences: { defaultDelay } })).toThrow(
      'sequences.defaultDelay: must be a span of time such as 30s, 5m, 24h or 3d',
    );
  });

  test('explains the keys of a delay in days', () => {
    const sequences = { defaultDelay: { day: 3 } };
    expect(() => validateDefinition({ ...valid, sequences })).toThrow(
      /sequences\.defaultDelay\.days: is missing/,
    );
  });

  test('reports the same issues as for a file, without lines', () => {
    expect(() => validateDefinition({ ...valid, sendWidow: {}, retry: { maxAttempts: 0 } })).toThrow(
      expect.objectContaining({
        code: 'definition.invalid',
        message: 'retry.maxAttempts: must be at least 1 (and 1 more)',
        details: {
          issues: [
            {
              line: null,
              column: null,
              path: 'retry.maxAttempts',
              message: 'must be at least 1',
              fix: null,
            },
            {
              line: null,
              column: null,
              path: 'sendWidow',
              message: 'unknown key',
              fix: 'did you mean sendWindow?',
            },
          ],
        },
      }),
    );
  });

  test('throws only definition.invalid for random values', () => {
    const keys = fc.constantFrom(
      'name',
      'steps',
      'retry',
      'on',
      'flow',
      'channel',
      'sendWindow',
      'days',
      'gather',
      'speak',
      '__proto__',
      'x',
    );
    const leaf = fc.oneof(
      fc.string(),
      fc.integer(),
      fc.boolean(),
      fc.constantFrom(null, 'voice', 'log', 'a', undefined),
    );
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 5 },
        leaf,
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(keys, tie('value'), { maxKeys: 5 }),
      ),
    }));
    const near = fc.record(
      { name: value, steps: fc.array(fc.dictionary(keys, value)), retry: value },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.oneof(value, near), (input) => {
        expect(['valid', 'definition.invalid']).toContain(codeOf(input));
      }),
      { numRuns: 500 },
    );
  });
});

describe('times that are sent to a carrier', () => {
  const withTimes = (times: {
    ringTimeout?: string;
    timeLimit?: string;
    wait?: string;
    timeout?: string;
  }): unknown => {
    const { wait = '2s', timeout = '5s', ...ofStep } = times;
    const flow = [{ wait }, { gather: { speak: 'Press 1.', timeout, on: { '1': 'confirmed' } } }];
    return { name: 'a', steps: [{ id: 's', channel: 'voice', from: '+12025550100', flow, ...ofStep }] };
  };
  const names = ['ringTimeout', 'timeLimit', 'wait', 'timeout'] as const;
  const unfit = ['500ms', '0s', '1500ms', '2.5s', '0.001m', '0.0001h', '59999ms', '1.0004s'];
  const fit = ['1s', '1000ms', '0.5m', '1.1m', '0.1h', '90s', '10m'];

  test.each(names)('%s must be whole seconds, and is never rounded', (name) => {
    for (const time of unfit) {
      expect(() => validateDefinition(withTimes({ [name]: time })), time).toThrow(
        /whole seconds, at least 1s/,
      );
    }
    for (const time of fit) expect(codeOf(withTimes({ [name]: time })), time).toBe('valid');
  });

  test('have the maximums of the carrier', () => {
    for (const name of ['ringTimeout', 'wait', 'timeout'])
      expect(() => validateDefinition(withTimes({ [name]: '601s' }))).toThrow(/at most 10m/);
    expect(() => validateDefinition(withTimes({ timeLimit: '86401s' }))).toThrow(/at most 24h/);
  });
});
