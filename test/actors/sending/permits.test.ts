import { beforeEach, describe, expect, test } from 'vitest';
import { createPermits } from '../../../src/actors/sending/permits.ts';
import type { IssuedPermit, Permits } from '../../../src/actors/sending/permits.ts';
import type { SystemClock } from '../../../src/platform/clock.ts';

const ttlMs = 2_000;
const start = 1_000_000;

let wall: number;
let monotonic: number;
let isOwner: boolean;
let isAllowed: boolean;
let isNoted: boolean;
/** What passes while the send log is written. */
let whileNoting: () => void;
let noted: string[];
let permits: Permits;
beforeEach(() => {
  [wall, monotonic] = [start, 0];
  [isOwner, isAllowed, isNoted] = [true, true, true];
  whileNoting = () => undefined;
  noted = [];
  const system: SystemClock = {
    now: () => wall,
    monotonic: () => monotonic,
    at: () => () => undefined,
  };
  permits = createPermits({
    system,
    clock: system,
    lease: { holds: () => isOwner },
    sendLog: {
      noteSending(attempt) {
        noted.push(attempt);
        whileNoting();
        return isNoted;
      },
    },
    ttlMs,
  });
});
const issue = (until: number | null = null): IssuedPermit =>
  permits.issue({ attempt: 'att_1', until, isAllowed: () => isAllowed });
const pass = (ms: number): void => void ([wall, monotonic] = [wall + ms, monotonic + ms]);

test('a permit is used once', () => {
  const permit = issue();
  pass(ttlMs);
  expect([permit.use(), permit.use(), permit.isUsed()]).toEqual([true, false, true]);
  expect(noted).toEqual(['att_1']);
});

describe('a permit is refused', () => {
  const refused: readonly [string, () => void][] = [
    ['after its two seconds', () => pass(ttlMs + 1)],
    ['by a process that was frozen, by the monotonic clock alone', () => void (monotonic += ttlMs + 1)],
    ['by a process that was suspended, by the wall clock alone', () => void (wall += ttlMs + 1)],
    ['to an instance that is no longer the owner', () => void (isOwner = false)],
    ['if an emergency stop or a pause came in between', () => void (isAllowed = false)],
    ['after it was voided', () => void permits.voidAll()],
  ];
  test.each(refused)('%s', (_, happen) => {
    const permit = issue();
    happen();
    expect([permit.use(), permit.isUsed(), noted]).toEqual([false, false, []]);
  });

  test('after the time of the commit that minted the attempt, however late it was issued', () => {
    pass(500);
    const permit = issue(start + 1_000);
    expect(permit.lapsesAt).toBe(start + 1_000);
    pass(501);
    expect([permit.use(), noted]).toEqual([false, []]);
  });

  test('if the send log cannot be written', () => {
    isNoted = false;
    expect(issue().use()).toBe(false);
  });

  test.each<[string, () => void]>([
    ['the permit expires', () => pass(ttlMs + 1)],
    ['the instance loses the campaign', () => void (isOwner = false)],
  ])('if %s while the send log is written', (_, happen) => {
    whileNoting = happen;
    const permit = issue();
    expect([permit.use(), permit.isUsed(), noted]).toEqual([false, false, ['att_1']]);
  });
});

test('the attempts of voided permits are returned, without those that were used or dropped', () => {
  const of = (attempt: string): IssuedPermit =>
    permits.issue({ attempt, until: null, isAllowed: () => true });
  of('att_1').use();
  of('att_2').drop();
  of('att_3');
  expect(permits.voidAll()).toEqual(['att_3']);
  expect(permits.voidAll()).toEqual([]);
});
