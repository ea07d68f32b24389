import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { makeMachineDocs } from '../../scripts/make-machine-docs.ts';

test('docs/machines.md is what the definitions say now; `npm run docs` writes it anew', async () => {
  expect(readFileSync('docs/machines.md', 'utf8')).toBe(await makeMachineDocs());
});
