import { cpSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { playCampaign } from '../evidence/support/play-campaign.ts';
import { phoneOf } from '../support/builders/contacts.ts';
import { runHere } from './support/fake-cli.ts';
import type { Ran } from './support/fake-cli.ts';

describe('evidence and verify', () => {
  const folders: string[] = [];
  const newFolder = (): string => {
    const folder = mkdtempSync(join(tmpdir(), 'ringmaster-evidence-'));
    folders.push(folder);
    return folder;
  };
  let folder = '';
  let campaign = '';
  let file = '';

  /** Runs a command line on a copy of the data folder, which it keeps open until this process ends. */
  const run = (...argv: string[]): Promise<Ran> => {
    const copy = newFolder();
    cpSync(folder, copy, { recursive: true });
    return runHere(argv, { environment: { DATA_DIR: copy } });
  };

  beforeAll(async () => {
    folder = newFolder();
    const played = await playCampaign({ contacts: 4, path: join(folder, 'ringmaster.db'), owner: 'caller' });
    ({ campaign } = played);
    await played.service.stop();
    file = join(newFolder(), 'anna.jsonl');
    const made = await run('evidence', phoneOf(1), '--out', file);
    if (made.code !== 0) throw new Error(made.stderr);
  });
  afterAll(() => {
    for (const path of folders.splice(0)) rmSync(path, { recursive: true, force: true });
  });

  /** Writes the file with a change, and returns the path. */
  const changed = (change: (text: string) => string): string => {
    const path = join(newFolder(), 'changed.jsonl');
    writeFileSync(path, change(readFileSync(file, 'utf8')));
    return path;
  };

  test('write a file that only this user may read, and prove it with nothing but the file', async () => {
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const { code, stdout, stderr } = await runHere(['verify', file]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/lines of client default as of .*Z, unchanged\n/);
    expect(stdout).toContain(`campaign ${campaign}: `);
    expect(stdout).toMatch(
      /events of the contact, proved to be in its log of \d+ events; hash [0-9a-f]{64}\n/,
    );
    expect(stderr).toContain('--compare');
  });

  test('agree with the store, and with a hash that was kept', async () => {
    const { stdout } = await run('verify', 'spring-checkup', '--json');
    const { items } = JSON.parse(stdout) as { items: { head: string }[] };
    const head = items[0]?.head ?? '';
    const compared = await run('verify', file, '--compare', '--head', head, '--json');
    expect(JSON.parse(compared.stdout)).toMatchObject({ ok: true, faults: [], client: 'default' });
    expect(compared.code).toBe(0);
    const other = await runHere([
      'verify',
      file,
      '--head',
      head.replace(/^./, (digit) => (digit === 'a' ? 'b' : 'a')),
    ]);
    expect(other.code).toBe(8);
    expect(other.stdout).toContain('BROKEN: no log of the file has the hash');
  });

  test('name the line that was changed, with exit code 8', async () => {
    const { code, stdout } = await runHere(['verify', changed((text) => text.replace('"busy"', '"bust"'))]);
    expect(code).toBe(8);
    expect(stdout).toContain('it was changed');
    const cut = await runHere(['verify', changed((text) => text.slice(0, -40))]);
    expect(cut.stdout).toContain('the file was cut');
  });

  test('find a store that was changed after the file was made, and take nothing from it', async () => {
    const copy = newFolder();
    cpSync(folder, copy, { recursive: true });
    const database = new DatabaseSync(join(copy, 'ringmaster.db'));
    database.exec(`UPDATE event_batches SET body = replace(body, '"busy"', '"gone"')`);
    database.close();
    const environment = { DATA_DIR: copy };
    const { code, stderr } = await runHere(['evidence', phoneOf(1)], { environment });
    expect(code).toBe(4);
    expect(stderr).toContain('The log of spring-checkup is broken at event');
  });

  test.each([
    ['a missing file', ['verify', './none.jsonl'], /There is no file \.\/none\.jsonl/],
    ['a folder', ['verify', './test'], /is a folder/],
    ['another file', ['verify', './package.json'], /This is not a file of evidence/],
    ['a picture', ['verify', './docs/campaign.png'], /it is no text in UTF-8/],
    ['a comparison without a file', ['verify', '--compare'], /--compare needs a file of evidence/],
    [
      'a hash without a file',
      ['verify', 'spring-checkup', '--head', 'ab'],
      /--head needs a file of evidence/,
    ],
  ])('refuse %s', async (_, argv, message) => {
    const { code, stderr } = await runHere(argv);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });
});
