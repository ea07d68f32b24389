import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { expect, test } from 'vitest';

/** Contracts with the folders of their backends, and the suite that every backend runs. */
const contracts = [
  {
    suite: 'test/contracts/store.suite.ts',
    backends: 'src/persistence/*/',
    not: ['contract', 'send-log', 'common', 'move'],
  },
  { suite: 'test/contracts/bus.suite.ts', backends: 'src/messaging/*/', not: [] },
  { suite: 'test/contracts/channel.suite.ts', backends: 'src/channels/*/', not: [] },
] as const;

const importsOf = (path: string): string[] =>
  [...readFileSync(path, 'utf8').matchAll(/^(?:import|export)\s[^;']*? from '(\.[^']+)'/gm)].map(
    ([, to = '']) => normalize(join(dirname(path), to)),
  );

/** What a test imports, with what its own helpers import. */
function reach(path: string): string[] {
  const direct = importsOf(path);
  const helpers = direct.filter((to) => to.startsWith('test/') && existsSync(to));
  return [...direct, ...helpers.flatMap(importsOf)];
}

const tests = globSync('test/**/*.test.ts').map((path) => ({ path, reached: reach(path) }));

test.each(contracts)('every backend of $backends runs $suite', ({ suite, backends, not }) => {
  const folders = globSync(backends)
    .map((folder) => `${folder.replace(/\/$/, '')}/`)
    .filter((folder) => !not.some((other) => folder.endsWith(`/${other}/`)));
  expect(folders).not.toEqual([]);
  const running = tests.filter(({ path }) => importsOf(path).includes(suite));
  const without = folders.filter(
    (folder) => !running.some(({ reached }) => reached.some((to) => to.startsWith(folder))),
  );
  expect(without).toEqual([]);
});
