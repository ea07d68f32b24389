import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { leaveRemains, remains } from '../persistence/sqlite/support/remains.ts';
import { runHere } from './support/fake-cli.ts';
import { temporaryFolder } from './support/process.ts';

test('migrate --compact removes what deleted data left in the file; migrate alone leaves it', async () => {
  const folder = temporaryFolder();
  const environment = { DATA_DIR: folder };
  const path = join(folder, 'ringmaster.db');
  const hasRemains = () => readFileSync(path).includes(remains);
  await runHere('migrate', { environment });
  leaveRemains(path);
  await runHere('migrate', { environment });
  expect(hasRemains()).toBe(true);
  const { code, stdout } = await runHere('migrate --compact', { environment });
  expect([code, stdout]).toEqual([
    0,
    expect.stringMatching(/ringmaster.db has schema \d+, as before: SQLite/),
  ]);
  expect(hasRemains()).toBe(false);
});
