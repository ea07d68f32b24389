import type { Mutant } from './mutant.ts';

/** Mistakes with imports, and drafts that are removed. */
export const lists: readonly Mutant[] = [
  {
    name: 'complete with an open import',
    seed: 89,
    file: 'src/actors/decide/campaign/assess.ts',
    find: 'counters.openImports > 0 || (',
    replace: '(',
  },
  {
    name: 'lose the opt-out of a row that is a duplicate or rejected',
    seed: 1,
    file: 'src/actors/decide/imports/chunks.ts',
    find: 'optOuts: event.optOuts.filter(isNew),',
    replace:
      'optOuts: event.optOuts.filter(({ row }) => event.rows.some((one) => one.row === row && !facts.enrolled.has(one.identity))),',
  },
  {
    name: 'contact a contact again that an earlier program may have contacted',
    test: 'test/migration/records/records.test.ts',
    file: 'src/actors/decide/imports/chunks.ts',
    find: "(processed ?? 'pending')",
    replace: "'pending'",
  },
  {
    name: 'leave an import broken although its list was read to its end',
    test: 'test/http/uploads/same-key.test.ts',
    file: 'src/actors/decide/imports/imports.ts',
    find: "found.state === 'broken' && state === 'closed' && isGrowing(deciding)",
    replace: 'false',
  },
  {
    name: 'refuse a list that another instance has broken off or imported under the same key',
    test: 'test/http/uploads/same-key.test.ts',
    file: 'src/http/uploads/contact-upload.ts',
    find: "!keys || !isRingmasterError(error, 'import.closed')",
    replace: "keys || !isRingmasterError(error, 'import.closed')",
  },
  {
    name: 'remove a campaign that is no draft',
    seed: 6,
    file: 'src/persistence/sqlite/campaigns/removals.ts',
    find: "AND rev = ? AND state = 'draft' RETURNING",
    replace: 'AND rev = ? RETURNING',
  },
  {
    name: 'use the number of a removed draft again before its rows are deleted',
    seed: 49,
    file: 'src/persistence/sqlite/campaigns/campaigns.ts',
    find: 'coalesce((SELECT max(campaign) FROM removals), 0)',
    replace: '0',
  },
  {
    name: 'end the removal of a draft after its first slice of rows',
    test: 'test/persistence/sqlite/removal.test.ts',
    file: 'src/persistence/sqlite/campaigns/removals.ts',
    find: 'if (left <= 0) return;',
    replace: '',
  },
  {
    name: 'delete rows of the next campaign with those of a removed draft',
    seed: 17,
    file: 'src/persistence/sqlite/campaigns/removals.ts',
    find: 'statement.run(first, last, wanted)',
    replace: 'statement.run(first, last + 2 ** 32, wanted)',
  },
  {
    name: 'never delete the rows of a removed draft',
    seed: 6,
    file: 'src/actors/ownership/periodic-reads.ts',
    find: 'sweeper.sweep();',
    replace: '',
  },
];
