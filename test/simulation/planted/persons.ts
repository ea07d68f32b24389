import type { Mutant } from './mutant.ts';

/** Mistakes with persons, opt-outs and the attempts of a day. */
export const persons: readonly Mutant[] = [
  {
    name: 'mint although another attempt to the person is open',
    seed: 1,
    file: 'src/rules/person/same-minute.ts',
    find: 'if (openAttempts.length > 0) return at + busyMs;',
    replace: '',
  },
  {
    name: 'let two campaigns contact one person in the same minute',
    seed: 9,
    file: 'src/rules/person/same-minute.ts',
    find: 'return Math.abs(startAt - lastTouch.at) < busyMs ? lastTouch.at + busyMs : null;',
    replace: 'return null;',
  },
  {
    name: 'join two persons and drop the open attempts of one',
    test: 'test/persistence/sqlite/contract.test.ts',
    file: 'src/domain/contact/join-persons.ts',
    find: 'openAttempts: [...new Set([...survivor.openAttempts, ...other.openAttempts])].sort(),',
    replace: 'openAttempts: survivor.openAttempts,',
  },
  {
    name: 'join two persons and drop the attempts of the day of one',
    test: 'test/persistence/sqlite/contract.test.ts',
    file: 'src/domain/contact/join-persons.ts',
    find: 'if (left.day === right.day) return { day: left.day, count: left.count + right.count };',
    replace: '',
  },
  {
    name: 'join two persons and drop the opt-out of one',
    seed: 5,
    file: 'src/domain/contact/join-persons.ts',
    find: 'optOut: firstInOrder(survivor.optOut, other.optOut),',
    replace: 'optOut: survivor.optOut,',
  },
  {
    name: 'forget the attempts of the day',
    seed: 1,
    file: 'src/actors/decide/mint/mint.ts',
    find: 'const count = attemptsOn({ ...dayCountOf(person, channel), today: day }) + 1;',
    replace: 'const count = 1;',
  },
  {
    name: 'start the count of a day again when the clock is set back over midnight',
    test: 'test/actors/clock-steps.test.ts',
    file: 'src/rules/person/day-count.ts',
    find: 'if (day === null || day < today) return 0;',
    replace: 'if (day !== today) return 0;',
  },
  {
    name: 'do not suppress an opt-out',
    seed: 1,
    file: 'src/actors/decide/evidence.ts',
    find: 'applyOptOut(deciding, { attempt: before, contact: optingOut });',
    replace: '',
  },
];
