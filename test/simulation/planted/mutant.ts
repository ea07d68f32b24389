/**
 * A mistake planted on purpose: one line of the source, replaced. `find` stands exactly once in its file. Where a defence
 * is doubled, the line both rest on is spoilt. A seed of the simulation finds the mistake, or else the tests of a file do.
 */
export type Mutant = { name: string; file: string; find: string; replace: string } & FoundBy;
export type FoundBy = { seed: number; test?: undefined } | { test: string; seed?: undefined };
