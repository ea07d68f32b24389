import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { splitList } from '../../../src/cli/cluster/split-list.ts';
import { temporaryFolder } from '../support/process.ts';

test('each part has the header, and every row is in one part exactly as it was', () => {
  const folder = temporaryFolder();
  const path = join(folder, 'list.csv');
  const rows = ['"two\nlines",1', '"a ""quoted"" word",2', 'plain,3', 'last,4'];
  writeFileSync(path, `name,phone\r\n${rows.join('\r\n')}`);
  const parts = splitList({ path, parts: 3, folder }).map((part) => readFileSync(part, 'utf8'));
  expect(parts).toEqual([
    `name,phone\n${rows[0]}\n${rows[1]}\n`,
    `name,phone\n${rows[2]}\n${rows[3]}\n`,
    'name,phone\n',
  ]);
});
