/** A mistake planted on purpose: one line of the source, replaced. The simulation must find it. */
export type Mutant = { name: string; file: string; find: string; replace: string };

export const mutants: readonly Mutant[] = [
  {
    name: 'drop the epoch from the filter',
    file: 'src/persistence/sqlite/campaigns.ts',
    find: 'epoch',
    replace: 'epoch',
  },
];
