import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { start, temporaryFolder } from '../support/process.ts';

test('a service whose store is removed ends by itself with exit code 7, and its next start is refused', async () => {
  const cwd = temporaryFolder();
  const environment = { DATA_DIR: join(cwd, 'data'), PORT: '0' };
  const service = start(['serve'], { cwd, environment });
  await service.says(/at http/);
  rmSync(join(cwd, 'data', 'ringmaster.db'));
  expect(await service.ended).toBe(7);
  expect(service.stderr()).toMatch(/ringmaster\.db was removed while it was in use.*\[store\.gone\]/);
  const next = start(['serve'], { cwd, environment });
  expect(await next.ended).toBe(1);
  expect(next.stderr()).toContain('[store.missing]');
  expect(existsSync(join(cwd, 'data', 'ringmaster.db'))).toBe(false);
});
