import type { Mutant } from './mutant.ts';

const test = 'test/actors/several-numbers.test.ts';

/** Mistakes with contacts that have several numbers. */
export const numbers: readonly Mutant[] = [
  {
    name: 'call the next number while the call to the last one is open',
    test,
    file: 'src/machines/enrollment/enrollment-machine.ts',
    find: "const minted = { target: 'in-flight', actions: 'noteMint' } as const;",
    replace: "const minted = { target: 'waiting', actions: 'noteMint' } as const;",
  },
  {
    name: 'call a number again that does not exist',
    test,
    file: 'src/domain/contact/reach.ts',
    find: 'if (bar === null && !lines?.dead.includes(index)) usable.push(index);',
    replace: 'if (bar === null) usable.push(index);',
  },
  {
    name: 'end a contact at a number that does not exist although there are others',
    test,
    file: 'src/actors/decide/attempt/verdict.ts',
    find: 'return (lines?.others ?? 0) > 0 && isDead(kit, attempt);',
    replace: 'return (lines?.others ?? 0) > 9 && isDead(kit, attempt);',
  },
  {
    name: 'stay at the first number although it had its attempts',
    test,
    file: 'src/domain/contact/lines.ts',
    find: 'if (usable.includes(at) && lines.tries < most) return at;',
    replace: 'if (usable.includes(at)) return at;',
  },
];
