import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { auditJournal, readFileJournal } from '../../../src/simulator/index.ts';
import { runHere } from '../support/fake-cli.ts';
import { start, temporaryFolder } from '../support/process.ts';
import { writeCampaign, writeList } from '../support/lists.ts';

const people = 24;
const fast = ['--speed', '600'];
/** An attempt whose process was killed during the request is given up after a minute on that clock. */
const quickly = { UNKNOWN_HOLD_SECONDS: '60' };

describe('a run in one process', () => {
  test('calls every contact of a list, continues after a kill, and reports', async () => {
    const cwd = temporaryFolder();
    const list = writeList({ folder: cwd, people });
    const killed = start(['run', 'people.csv', ...fast], { cwd, environment: quickly });
    await killed.says(/people {2}running.* [1-9]\d? %/);
    killed.child.kill('SIGKILL');
    await killed.ended;

    const environment = { DATA_DIR: join(cwd, '.ringmaster'), ...quickly };
    const out = join(cwd, 'results.csv');
    const second = await runHere(['run', list, ...fast, '--out', out], { environment });
    expect(second.stderr).toMatch(/Resuming people: \d+ of 24 done/);
    expect(second.stderr).toMatch(/carrier SIMULATOR, no real calls/);
    expect(second.stdout).toMatch(/people {2}completed/);
    expect(second.stdout).toMatch(/Contacts {2}24 = /);
    expect(second.code).toBe(0);
    const rows = readFileSync(out, 'utf8').trimEnd().split('\n').slice(1);
    expect(rows.map((row) => row.split(',')[0])).toEqual(
      Array.from({ length: people }, (_, index) => `P${index}`),
    );
    for (const row of rows) expect(row.split(',')[2]).toMatch(/^(completed|exhausted|invalid)$/);

    const entries = readFileJournal({ path: join(cwd, '.ringmaster', 'carrier.ndjson') });
    expect(auditJournal({ entries })).toMatchObject({ doubles: [], overlaps: [] });

    const third = await runHere(['run', list, ...fast], { environment });
    expect(third.stderr).toMatch(/people has already ended\. To run it again, add --again/);
    expect(third.code).toBe(0);
    const fourth = await runHere(['run', list, '--country', 'DE'], { environment });
    expect(fourth.stderr).toMatch(/another definition: contacts\.country: \S+ -> "DE"/);
    expect(fourth.code).toBe(4);

    appendFileSync(list, 'New,+12125550199\n');
    const fifth = await runHere(['run', list, ...fast], { environment });
    expect(fifth.stderr).toMatch(
      /people\.csv is not the list of people that was imported on .*Nothing was imported\. .*accepts no contacts\. --again and --name call every contact .* \[run\.list-changed\]/,
    );
    expect(fifth.code).toBe(4);
    const sixth = await runHere(['run', list, ...fast, '--again'], { environment });
    expect(sixth.stderr).toContain(`${people + 1} rows: ${people + 1} enrolled`);
    expect(sixth.code).toBe(0);
  });

  test('stops at Ctrl-C, names the command that continues it, and --again starts the next one', async () => {
    const cwd = temporaryFolder();
    const list = writeList({ folder: cwd, people: 3 });
    const file = writeCampaign({ folder: cwd });

    const stopped = start(['run', file, list, '--speed', '1'], { cwd });
    await stopped.says(/in a call/);
    stopped.child.kill('SIGINT');
    expect(await stopped.ended).toBe(130);
    expect(stopped.stderr()).toMatch(/Stopped try-out: 0 of 3 done.*Resume it with the same command/);

    const text = readFileSync(list, 'utf8');
    writeFileSync(list, text.replace('P0', 'Pia'));
    const other = await runHere(['run', file, list, ...fast], {
      environment: { DATA_DIR: join(cwd, '.ringmaster') },
    });
    expect(other.stderr).toMatch(
      /Add its new contacts with --add: .*Or restore the old list\. \[run\.list-changed\]/,
    );
    expect(other.code).toBe(4);
    writeFileSync(list, text);

    const environment = { DATA_DIR: join(cwd, '.ringmaster') };
    const second = await runHere(['run', file, list, ...fast, '--json'], { environment });
    expect(second.code).toBe(0);
    const lines = second.stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { type: string });
    // Meanwhile the refused run let the open calls end, as every process on that folder does.
    expect(lines[0]).toMatchObject({ type: 'resuming', total: 3 });
    expect(lines.at(-1)).toMatchObject({ type: 'report', state: 'completed', total: 3, remaining: 0 });

    const again = await runHere(['run', file, list, ...fast, '--again'], { environment });
    expect(again.stdout).toMatch(/try-out-2 {2}completed/);
    expect(again.code).toBe(0);

    appendFileSync(file, 'rateLimits: { concurrent: 1 }\n');
    const changed = await runHere(['run', file, list], { environment });
    expect(changed.stderr).toMatch(/rateLimits\.concurrent: 10 -> 1/);
    expect(changed.code).toBe(4);
  });
});
