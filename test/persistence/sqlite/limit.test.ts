import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { useFolder } from './support/folder.ts';

const file = useFolder();
const script = `
  import { openSqliteStore } from './src/persistence/sqlite/sqlite-store.ts';
  const tell = ({ code, message, hint }) => console.log(JSON.stringify({ code, message, hint }));
  try {
    const store = await openSqliteStore({ path: process.argv[1] });
    const body = 'x'.repeat(100_000);
    for (let n = 0; n < 100; n += 1) await store.putReply({ key: 'k' + n, digest: 'd', client: 'c', status: 200, body, at: 1 });
  } catch (error) { tell(error); }`;

/** Opens a store and fills it, in a process that may write no longer files than this (RLIMIT_FSIZE). */
function fillUnderLimit(path: string, kiB: number): { code: string; message: string; hint: string } {
  const command = `ulimit -f ${kiB}; exec "$0" --input-type=module -e "$1" "$2"`;
  const { stdout, stderr } = spawnSync('bash', ['-c', command, process.execPath, script, path], {
    encoding: 'utf8',
  });
  if (stdout === '') throw new Error(`nothing was said: ${stderr}`);
  return JSON.parse(stdout) as { code: string; message: string; hint: string };
}

test.skipIf(process.platform === 'win32').each([
  ['while it writes', 2_048],
  ['when it is opened', 3],
])('a limit on file sizes, %s, reads as no room, with the folder and what is free', (_, kiB) => {
  const failure = fillUnderLimit(file('store.db'), kiB);
  expect(failure.code).toBe('store.full');
  expect(failure.message).toContain('the file has reached its maximum size (ulimit -f)');
  expect(failure.message).toMatch(/\d+ (GB|MB|kB|bytes) are free in \//);
  expect(failure.hint).toMatch(/Make room/);
});
