import type { Mutant } from './mutant.ts';

const actors = 'test/actors/consents.test.ts';
const contract = 'test/persistence/sqlite/contract.test.ts';
const domain = 'src/domain/consent/consent.ts';

/** Mistakes with the consents of persons. */
export const consents: readonly Mutant[] = [
  {
    name: 'let the consent to another client count',
    test: contract,
    file: 'src/persistence/sqlite/persons/consents.ts',
    find: 'WHERE client = ? AND address = ? ORDER BY channel',
    replace: 'WHERE ? IS NOT NULL AND address = ? ORDER BY channel',
  },
  {
    name: 'let a withdrawn consent count',
    test: actors,
    file: domain,
    find: 'withdrawnAt === null && givenAt <= at && givenAt >',
    replace: 'givenAt <= at && givenAt + 1e15 >',
  },
  {
    name: 'let a consent that is recorded again undo a withdrawal',
    test: actors,
    file: domain,
    find: 'recorded.givenAt > before.withdrawnAt ? recorded : before',
    replace: 'recorded.givenAt > 0 ? { ...recorded, givenAt: recorded.recordedAt + 1 } : before',
  },
  {
    name: 'check consents before the commit only',
    test: contract,
    file: 'src/persistence/sqlite/persons/reach.ts',
    find: ' || lacksConsent(consent, channel, consentsFor(keys))',
    replace: ' || consentsFor(keys).includes("")',
  },
  {
    name: 'let any consent stand for every channel',
    test: contract,
    file: domain,
    find: 'return [...new Set(inForce.map(({ channel }) => channel))];',
    replace: "return inForce.length > 0 ? ['voice', 'email'] : [];",
  },
  {
    name: 'keep the consents of an erased person',
    test: contract,
    file: 'src/persistence/sqlite/erasure/erase-keys.ts',
    find: 'dropConsents.run(client, address);',
    replace: 'dropConsents.run(address, client);',
  },
];
