import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { sabotage } from './hunt.ts';
import { mutants } from './mutants.ts';

test.each(mutants)('$name: its line stands once in its file', async (mutant) => {
  expect(await sabotage(mutant)).toContain(mutant.replace);
});

test('the table of planted mistakes names each of them, in words for people, and counts them', async () => {
  const promises = await readFile(new URL('../../docs/promises.md', import.meta.url), 'utf8');
  const [, section = ''] = promises.split('## Planted mistakes');
  const [, told] = /All (\d+) fit/.exec(section) ?? [];
  const rows = [...section.matchAll(/^\| (.+?) +\| (?:\d*) +\|/gm)].map(([, name]) => name);
  expect(rows).toEqual(mutants.map(({ name }) => name));
  expect(Number(told)).toBe(mutants.length);
});
