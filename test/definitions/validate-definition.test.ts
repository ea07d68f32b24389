import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
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
  it('fills in the defaults', () => {
    expect(validateDefinition(valid)).toMatchObject({
      client: 'default',
      priority: 5,
      rateLimits: { concurrent: 10 },
    });
  });

  it('gives the same issues as for a file, without lines', () => {
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

  it('throws nothing but definition.invalid, whatever the value is', () => {
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
