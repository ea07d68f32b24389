import pino from 'pino';
import { describe, expect, test } from 'vitest';
import { rehearse } from '../../src/rehearsal/rehearse.ts';
import type { RehearsalInput, RehearsalProgress } from '../../src/rehearsal/rehearse.ts';
import { rowOf } from '../support/builders/contacts.ts';
import { definitionWith, listOf, shared } from './samples.ts';

describe('a rehearsal with a sample', () => {
  const contacts = 800;
  const inputOf = (
    rateLimits: Record<string, unknown>,
    more: Partial<RehearsalInput> = {},
  ): RehearsalInput => ({
    definition: definitionWith(rateLimits),
    startAt: Date.UTC(2027, 2, 1, 15),
    shared,
    log: pino({ level: 'silent' }),
    runs: 1,
    list: () => listOf(Array.from({ length: contacts }, (_, index) => rowOf(index + 1))),
    ...more,
  });

  test.each([
    ['slots', { concurrent: 2 }],
    ['a pace', { concurrent: 100, perSecond: 0.05 }],
    ['a quota', { concurrent: 100, perDay: 400 }],
  ])('ends when the whole list does, limited by %s, and says that it is a sample', async (_, rateLimits) => {
    const whole = await rehearse(inputOf(rateLimits));
    const sampled = await rehearse(inputOf(rateLimits, { most: 200 }));
    expect(whole.sample).toBeNull();
    expect(sampled.sample).toEqual({ contacts: 200, of: contacts, unseen: 10 });
    const durationOf = ({ end }: typeof whole): number => (end?.likely ?? 0) - Date.UTC(2027, 2, 1, 15);
    expect(durationOf(sampled) / durationOf(whole)).toBeGreaterThan(0.85);
    expect(durationOf(sampled) / durationOf(whole)).toBeLessThan(1.15);
    const totalOf = ({ contacts }: typeof whole): number =>
      Object.values(contacts).reduce((sum, count) => sum + (count ?? 0), 0);
    expect(totalOf(sampled)).toBe(contacts);
    expect(sampled.attempts / whole.attempts).toBeGreaterThan(0.85);
    expect(sampled.attempts / whole.attempts).toBeLessThan(1.15);
    const callsOf = ({ grid }: typeof whole): number =>
      grid.days.reduce((sum, { attempts }) => sum + attempts, 0);
    expect(callsOf(sampled)).toBe(sampled.attempts);
  });

  test('reports its progress from the first rows on, and ends at an abort', async () => {
    const seen: RehearsalProgress[] = [];
    const leaving = new AbortController();
    const onProgress = (progress: RehearsalProgress): void => {
      seen.push(progress);
      if (progress.played > 0.2) leaving.abort(new Error('left'));
    };
    const played = rehearse(inputOf({}, { most: 50, onProgress, signal: leaving.signal }));
    await expect(played).rejects.toThrow('left');
    expect(seen.slice(0, 3).map(({ rows }) => rows)).toEqual([100, 200, 300]);
    const shares = seen.map((progress) => progress.played);
    expect(shares.at(-1)).toBeLessThan(0.5);
    expect(shares).toEqual([...shares].sort((left, right) => left - right));
  });
});
