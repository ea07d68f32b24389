import type { Mutant } from './mutant.ts';

const lists = 'test/actors/suppression-lists.test.ts';
const contract = 'test/persistence/sqlite/contract.test.ts';
const caps = 'test/actors/attempt-caps.test.ts';

/** Mistakes with the lists of clients and campaigns, ends of entries, and the caps of persons. */
export const suppressions: readonly Mutant[] = [
  {
    name: 'check suppressions at the import only',
    test: lists,
    file: 'src/actors/dispatch/candidates.ts',
    find: 'reach: { addresses: contact.addresses, marks, consented, lines: enrollment.lines },',
    replace:
      'reach: { addresses: contact.addresses, marks: marks.slice(0, 0), consented, lines: enrollment.lines },',
  },
  {
    name: 'let the entry of a campaign act in all campaigns',
    test: lists,
    file: 'src/domain/do-not-contact/suppression.ts',
    find: 'return entry.campaign === null || entry.campaign === campaign;',
    replace: "return campaign !== '';",
  },
  {
    name: 'let the opt-out of one campaign mark the person',
    test: lists,
    file: 'src/domain/do-not-contact/suppression.ts',
    find: 'isFullOptOut(reason) && campaign === null && expiresAt === null',
    replace: 'isFullOptOut(reason) && expiresAt === null && campaign !== reason',
  },
  {
    name: 'let an entry act after its end',
    test: lists,
    file: 'src/domain/do-not-contact/suppression.ts',
    find: 'return expiresAt === null || at < expiresAt;',
    replace: 'return expiresAt === null || at < expiresAt + 2_000;',
  },
  {
    name: 'let an entry end early',
    test: contract,
    file: 'src/domain/do-not-contact/suppression.ts',
    find: 'return expiresAt === null || at < expiresAt;',
    replace: 'return expiresAt === null || at < expiresAt - 2_000;',
  },
  {
    name: 'let a later entry weaken an opt-out',
    test: contract,
    file: 'src/domain/do-not-contact/suppression.ts',
    find: 'if (isFullOptOut(before.reason) !== isFullOptOut(added.reason)) return isFullOptOut(before.reason);',
    replace: '',
  },
  {
    name: 'suppress only the address at which a contact opted out',
    test: lists,
    file: 'src/actors/decide/after-attempt.ts',
    find: 'new Set([attempt.address, ...(contact ? keysOf(contact) : [])])',
    replace: 'new Set(contact && keysOf(contact).length === 0 ? [] : [attempt.address])',
  },
  {
    name: 'count the attempts of seven days per campaign',
    test: caps,
    file: 'src/actors/decide/mint/mint.ts',
    find: 'withStart(withDayCount(person,',
    replace:
      'withStart(withDayCount(person.lastTouch?.campaign === set.record.id ? person : { ...person, recent: {} },',
  },
  {
    name: 'ignore the caps of the client',
    test: caps,
    file: 'src/rules/person/attempt-caps.ts',
    find: 'perPerson[name] ?? Number.POSITIVE_INFINITY);',
    replace: 'perPerson[name] === 0 ? 0 : Number.POSITIVE_INFINITY);',
  },
  {
    name: 'let a cap of seven days end early',
    test: caps,
    file: 'src/rules/person/attempt-caps.ts',
    find: 'const ms = period + latestStartMs;',
    replace: 'const ms = period - latestStartMs;',
  },
];
