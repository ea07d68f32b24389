import { describe, expect, test } from 'vitest';
import { readPlaceCallRequest } from '../../src/simulator/calls/place-call-request.ts';
import { callTo } from './carrier.ts';

const read = (change: Record<string, unknown>) =>
  readPlaceCallRequest({ ...callTo('+12025550100'), ...change });

describe('the parameters of a call', () => {
  test('have the documented defaults', () => {
    expect(read({})).toMatchObject({
      request: {
        answer_method: 'POST',
        ring_method: 'POST',
        hangup_method: 'POST',
        fallback_method: 'POST',
        machine_detection_method: 'POST',
        machine_detection_time: 5000,
        ring_timeout: 120,
        time_limit: 14_400,
      },
    });
  });

  test.each([
    ['time_limit', 1, 86_400],
    ['machine_detection_time', 2000, 10_000],
    ['machine_detection_maximum_speech_length', 1000, 6000],
    ['machine_detection_initial_silence', 2000, 10_000],
    ['machine_detection_maximum_words', 2, 10],
    ['machine_detection_initial_greeting', 1000, 5000],
  ])('%s is a whole number from %i to %i', (name, low, high) => {
    for (const value of [low, high, String(low)]) {
      expect(read({ [name]: value })).toMatchObject({ request: { [name]: Number(value) } });
    }
    expect(read({ [name]: low - 1 })).toEqual({ error: `${name} parameter must be at least ${low}` });
    expect(read({ [name]: high + 1 })).toEqual({ error: `${name} parameter must be at most ${high}` });
    expect(read({ [name]: low + 0.5 })).toEqual({ error: `${name} parameter must be a whole number` });
    expect(read({ [name]: 'soon' })).toEqual({ error: `${name} parameter must be a number` });
  });

  test('name a maximum of a thousand distinct destinations', () => {
    const numbers = Array.from({ length: 1001 }, (_, index) => String(12_025_550_000 + index));
    expect(read({ to: [...numbers.slice(1), numbers[1]].join('<') })).toMatchObject({
      destinations: numbers.slice(1),
    });
    expect(read({ to: numbers.join('<') })).toEqual({
      error: 'to parameter must not name more than 1000 destinations',
    });
  });

  test('can mix numbers and SIP addresses', () => {
    const to = '12025550100<sip:ann@phone.plivo.com';
    expect(read({ to })).toMatchObject({ destinations: to.split('<') });
  });

  test('limit the caller name to fifty characters', () => {
    expect(read({ caller_name: 'n'.repeat(50) })).toHaveProperty('request');
    expect(read({ caller_name: 'n'.repeat(51) })).toEqual({
      error: 'caller_name parameter must not be longer than 50 characters',
    });
  });

  test('accept true and "true"', () => {
    for (const value of [true, 'true']) {
      expect(read({ machine_detection: value, send_on_preanswer: value })).toMatchObject({
        request: { machine_detection: 'true', send_on_preanswer: 'true' },
      });
    }
    expect(read({ machine_detection: 'yes' })).toEqual({
      error: 'machine_detection parameter must be true or hangup',
    });
  });
});
