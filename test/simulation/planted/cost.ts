import type { Mutant } from './mutant.ts';

const budget = 'test/cost/budget.test.ts';

/** Mistakes with rates, the cost of calls, and budgets. */
export const cost: readonly Mutant[] = [
  {
    name: 'compare a budget with ended calls only: open calls reserve nothing',
    test: budget,
    file: 'src/actors/cost/budget.ts',
    find: '(sums ? totalOf(sums) : 0);\n    rooms.push',
    replace: '(sums ? sums.reported + sums.calculated : 0);\n    rooms.push',
  },
  {
    name: 'start a call without a rate under a budget: it counts as free',
    test: budget,
    file: 'src/actors/cost/budget.ts',
    find: 'if (price?.currency !== currency)',
    replace: 'if (price && price.currency !== currency)',
  },
  {
    name: 'count the amount of a late record in addition to that of the hang-up',
    test: budget,
    file: 'src/actors/turn/figures/cost-counts.ts',
    find: 'sums[source] += by * micros;',
    replace: 'if (by > 0) sums[source] += micros;',
  },
  {
    name: 'let a turn exceed the budget of a client that other campaigns have used meanwhile',
    test: 'test/persistence/sqlite/contract.test.ts',
    file: 'src/persistence/sqlite/cost/cost.ts',
    find: 'return limit === null || after <= limit;',
    replace: 'return limit === null || after > 0;',
  },
  {
    name: 'count money in fractions',
    test: 'test/cost/rates.test.ts',
    file: 'src/domain/cost/money.ts',
    find: "return Number(whole) * microsPerUnit + Number(places.slice(0, 6).padEnd(6, '0'));",
    replace: 'return Number(text) * microsPerUnit;',
  },
];
