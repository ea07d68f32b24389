import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runHere } from '../support/fake-cli.ts';
import { start, temporaryFolder } from '../support/process.ts';
import { ours, project, written } from './documented-commands.ts';

/** The arguments as written, except for files that are written, a faster clock and a rehearsal that plays once. */
function inFolder(args: readonly string[], folder: string): string[] {
  const changed = args.map((word, index) => {
    if (written.has(args[index - 1] ?? '')) return join(folder, word);
    return args[index - 1] === '--speed' ? '2000' : word;
  });
  return args[0] === 'rehearse' && !args.includes('--runs') ? [...changed, '--runs', '1'] : changed;
}

/** Verbs that run until they are stopped. */
const staying = new Set(['serve', 'simulator', 'demo']);

/** A rehearsal and a whole campaign of 292 contacts take seconds, or minutes on a machine with other work. */
const longMs = 480_000;

test(
  'the commands of the README work',
  async () => {
    const folder = temporaryFolder();
    const environment = { DATA_DIR: join(folder, 'data') };
    for (const { line, args } of ours.filter(({ page }) => page === 'README.md')) {
      const { code, stderr } = await runHere(inFolder(args, folder), { environment });
      expect(code, `${line}\n${stderr}`).toBe(0);
    }
    expect(existsSync(join(folder, 'results.csv'))).toBe(true);
  },
  longMs,
);

test('the commands of docs/cli.md under "With a service" work in their order', async () => {
  const folder = temporaryFolder();
  const environment = { DATA_DIR: join(folder, 'data'), PORT: '0', LOG_LEVEL: 'silent' };
  const text = readFileSync(join(project, 'docs/cli.md'), 'utf8');
  const [, block = ''] = /## With a service\n\n```sh\n([\s\S]*?)```/.exec(text) ?? [];
  const lines = block.split('\n').filter((line) => line !== '');
  const listed = ours.filter(
    ({ page, line }) => page === 'docs/cli.md' && lines.some((one) => one.startsWith(line)),
  );
  const [first, ...others] = listed.map(({ args }) => args);
  expect(first?.[0]).toBe('serve');
  const service = start(first ?? [], { cwd: folder, environment });
  await service.says(/ at http/);
  expect(others.length).toBeGreaterThan(6);
  for (const args of others) {
    if (staying.has(args[0] ?? '')) continue;
    const { code, stderr } = await runHere(inFolder(args, folder), { environment });
    expect(code, `${args.join(' ')}\n${stderr}`).toBe(0);
  }
});
