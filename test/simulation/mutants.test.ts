import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { sabotage } from './hunt.ts';
import { mutants } from './mutants.ts';

test.each(mutants)('$name: its line stands once in its file', async (mutant) => {
  expect(await sabotage(mutant)).toContain(mutant.replace);
});

test('the tables of planted mistakes name each of them with what finds it', async () => {
  const promises = await readFile(new URL('../../docs/promises.md', import.meta.url), 'utf8');
  const [, section = ''] = promises.split('## Planted mistakes');
  const rows = [...section.matchAll(/^\| (.+?) +\| (?:(\d+)|\[.+?\]\(\.\.\/(.+?)\)) +\| \S.* \|$/gm)];
  expect(rows.map(([, name, seed, test]) => [name, test ?? Number(seed)])).toEqual(
    mutants.map(({ name, seed, test }) => [name, test ?? seed]),
  );
});
