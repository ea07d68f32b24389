import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { refuseChangedList, recordList } from '../../../src/cli/folder/list-record.ts';
import { auditJournal, readFileJournal } from '../../../src/simulator/index.ts';
import { runHere } from '../support/fake-cli.ts';
import { writeCampaign, writeList } from '../support/lists.ts';
import { temporaryFolder } from '../support/process.ts';

const fast = ['--speed', '300'];

describe('a run that is resumed with a list that has changed', () => {
  test('is refused without --add; with it new contacts are added, and no contact is called twice or lost', async () => {
    const cwd = temporaryFolder();
    const list = writeList({ folder: cwd, people: 3 });
    const file = writeCampaign({ folder: cwd, more: 'rateLimits: { perHour: 1 }' });
    const environment = { DATA_DIR: join(cwd, '.ringmaster') };
    const interrupt = new AbortController();
    const stopped = await runHere(['run', file, list, '--speed', '1'], {
      environment,
      interrupt: interrupt.signal,
      onText(text) {
        if (text.includes('in a call')) interrupt.abort('SIGINT');
      },
    });
    expect(stopped.code).toBe(130);

    const engineStarts = /store sqlite/;
    expect(stopped.stderr).toMatch(engineStarts);
    const before = readFileSync(list, 'utf8');
    writeFileSync(list, before.replace(/P0.*\n/, ''));
    const refused = await runHere(['run', file, list, '--speed', '1'], { environment });
    expect(refused.stderr).toMatch(
      /Nothing was imported\. Add its new contacts with --add.*\[run\.list-changed\]/,
    );
    expect(refused.code).toBe(4);
    expect(refused.stderr).not.toMatch(engineStarts);

    writeFileSync(list, 'phone,Vorname\n+12125550133,New\n+12125550117,P2\n+12125550134,Newer\n');
    const out = join(cwd, 'results.csv');
    const added = await runHere(['run', file, list, ...fast, '--add', '--out', out], { environment });
    expect(added.stderr).toContain('3 rows: 2 enrolled, 1 duplicate');
    expect(added.code).toBe(0);
    const rows = readFileSync(out, 'utf8').trimEnd().split('\n').slice(1);
    expect(
      rows.map((row) =>
        row
          .split(',')
          .slice(0, 4)
          .join(' ')
          .replace(/ (?!duplicate)[a-z]+$/, ' ended'),
      ),
    ).toEqual([
      'P0 +12125550115  ended',
      'P1 +12125550116  ended',
      'P2 +12125550117  ended',
      ' +12125550133 New ended',
      ' +12125550117 P2 duplicate',
      ' +12125550134 Newer ended',
    ]);
    const entries = readFileJournal({ path: join(cwd, '.ringmaster', 'carrier.ndjson') });
    expect(auditJournal({ entries })).toMatchObject({ doubles: [], overlaps: [] });

    const again = await runHere(['run', file, list, ...fast], { environment });
    expect(again.stderr).toMatch(/has already ended/);
    expect(again.stdout).toMatch(/^try-out {2}completed/);
    expect(again.stderr).not.toMatch(engineStarts);
    writeFileSync(list, `${readFileSync(list, 'utf8')}+12125550135,Late\n`);
    const late = await runHere(['run', file, list, ...fast, '--add'], { environment });
    expect(late.stderr).toMatch(/An ended campaign accepts no contacts\. .*\[run\.list-changed\]/);
    expect(late.code).toBe(4);
  });

  test.each([
    ['its first row removed', 'name,phone\nBo,2\nCy,3\n'],
    ['a row put in', 'name,phone\nAl,1\nNew,9\nBo,2\nCy,3\n'],
    ['another header', 'vorname,phone\nAl,1\nBo,2\nCy,3\n'],
    ['a row more', 'name,phone\nAl,1\nBo,2\nCy,3\nNew,9\n'],
    ['other contacts under the same name', 'phone\n9\n'],
  ])('is detected: %s', async (_what, text) => {
    const folder = temporaryFolder();
    const [path, list] = [join(folder, 'memory'), join(folder, 'people.csv')];
    const refuse = () => refuseChangedList({ path, list, name: 'people', hasEnded: false });
    writeFileSync(list, 'name,phone\nAl,1\nBo,2\nCy,3\n');
    await recordList({ path, list, at: 0 });
    await refuse();
    writeFileSync(list, text);
    await expect(refuse()).rejects.toMatchObject({ code: 'run.list-changed' });
  });
});
