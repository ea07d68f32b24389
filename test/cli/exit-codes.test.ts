import { describe, expect, test } from 'vitest';
import { RingmasterError } from '../../src/domain/errors.ts';
import type { ErrorFamily } from '../../src/domain/errors.ts';
import { interrupted, unreachable, usageError } from '../../src/cli/errors.ts';
import { exitCodeOf } from '../../src/cli/exit-codes.ts';
import { failureDocument, failureLine } from '../../src/cli/text/failure-text.ts';
import { RemoteError } from '../../src/cli/api/remote-error.ts';

const error = (family: ErrorFamily) => new RingmasterError({ code: 'a.b', family, message: 'What happened' });

describe('the exit code', () => {
  test.each([
    [usageError('no'), 2],
    [error('invalid'), 2],
    [error('not-found'), 4],
    [error('conflict'), 4],
    [error('refused'), 4],
    [error('overloaded'), 1],
    [error('fault'), 1],
    [new Error('a bug'), 1],
    ['a string', 1],
    [unreachable({ url: 'http://x', hint: 'h' }), 5],
    [interrupted('stopped'), 130],
    [new RemoteError({ status: 401, problem: {} }), 4],
    [new RemoteError({ status: 404, problem: {} }), 4],
    [new RemoteError({ status: 409, problem: {} }), 4],
    [new RemoteError({ status: 400, problem: {} }), 2],
    [new RemoteError({ status: 422, problem: {} }), 2],
    [new RemoteError({ status: 429, problem: {} }), 1],
    [new RemoteError({ status: 503, problem: {} }), 1],
  ])('of %s is %i', (thrown, code) => expect(exitCodeOf(thrown)).toBe(code));
});

describe('an error in one line', () => {
  test('has the problem, the hint and the code', () => {
    const thrown = new RingmasterError({
      code: 'store.locked',
      family: 'conflict',
      message: 'Another process\nhas it open',
      hint: 'Stop it',
    });
    expect(failureLine(thrown)).toBe('Another process has it open. Stop it. [store.locked]');
  });

  test('names the commands that a campaign accepts instead of a refused one', () => {
    const problem = {
      code: 'campaign.command-refused',
      detail: 'A completed campaign cannot be paused',
      allowed: ['archive'],
    };
    const thrown = new RemoteError({ status: 409, problem });
    expect(failureLine(thrown)).toBe(
      'A completed campaign cannot be paused. Allowed now: archive. [campaign.command-refused]',
    );
    expect(failureDocument(thrown)).toEqual({ error: { status: 409, ...problem } });
  });

  test('names the status if the answer has nothing else', () => {
    expect(failureLine(new RemoteError({ status: 502, problem: {} }))).toBe('The service answered HTTP 502.');
  });
});
