import { describe, expect, test } from 'vitest';
import type { Consequences } from '../../src/domain/attempt/consequence.ts';
import type { Disposition } from '../../src/domain/attempt/disposition.ts';
import { channels } from '../../src/channels/registry.ts';
import { routeOf, type Routing } from '../../src/rules/routing.ts';

const route = (
  disposition: Disposition,
  {
    outcome = null,
    routes = {},
    reached = false,
  }: { outcome?: string | null; routes?: Consequences; reached?: boolean } = {},
): Routing =>
  routeOf({
    definition: { dispositions: routes, sequences: { stopOnReply: true, stopOnBounce: true } },
    disposition: channels.disposition({ channel: 'voice', disposition }),
    outcome,
    reached,
  });

describe('routing', () => {
  test('continues after an answer, retries after a missed call, and stops at an invalid number', () => {
    expect(route('answered')).toEqual({ route: 'next', end: null });
    expect(route('no-answer')).toEqual({ route: 'retry', end: null });
    expect(route('unconfirmed')).toEqual({ route: 'retry', end: null });
    expect(route('invalid')).toEqual({ route: 'stop', end: 'invalid' });
  });

  test('stops at an opt-out in any case', () => {
    for (const disposition of ['answered', 'machine', 'failed'] as const) {
      expect(route(disposition, { outcome: 'opt-out', routes: { [disposition]: 'next' } })).toEqual({
        route: 'stop',
        end: 'opted-out',
      });
    }
  });

  test('continues after a confirmation even if the campaign would retry', () => {
    expect(route('answered', { outcome: 'confirmed', routes: { answered: 'retry' } }).route).toBe('next');
  });

  test('prefers the routes of the campaign to the default ones', () => {
    expect(route('machine', { routes: { machine: 'next' } })).toEqual({ route: 'next', end: null });
    expect(route('answered', { outcome: 'maybe', routes: { answered: 'review' } })).toEqual({
      route: 'review',
      end: null,
    });
  });

  test('counts a stop as completed only if the contact was reached', () => {
    expect(route('rejected', { routes: { rejected: 'stop' } }).end).toBe('exhausted');
    expect(route('rejected', { routes: { rejected: 'stop' }, reached: true }).end).toBe('completed');
    expect(route('answered', { routes: { answered: 'stop' } }).end).toBe('completed');
  });
});
