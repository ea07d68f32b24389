import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { auditJournal, readFileJournal } from '../../src/simulator/index.ts';
import { start, temporaryFolder } from './support/process.ts';
import { writeCampaign, writeList } from './support/lists.ts';

const people = 40;
const fast = ['--speed', '600'];

describe('a run in one go', () => {
  it('calls everyone on a list, goes on after a kill, and reports', async () => {
    const cwd = temporaryFolder();
    writeList({ folder: cwd, people });
    const args = ['run', 'people.csv', ...fast, '--out', 'results.csv'];

    const killed = start(args, { cwd });
    await killed.says(/people {2}running.* [1-9]\d? %/);
    killed.child.kill('SIGKILL');
    await killed.ended;

    const second = start(args, { cwd });
    await second.says(/Resuming people: \d+ of 40 done/);
    expect(await second.ended).toBe(0);
    expect(second.stderr()).toMatch(/carrier SIMULATOR, nobody is really called/);
    expect(second.stderr()).toMatch(/people {2}completed/);
    expect(second.stderr()).toMatch(/People {2}40 = /);
    const rows = readFileSync(join(cwd, 'results.csv'), 'utf8').trimEnd().split('\n').slice(1);
    expect(rows.map((row) => row.split(',')[0])).toEqual(
      Array.from({ length: people }, (_, index) => `P${index}`),
    );
    for (const row of rows) expect(row.split(',')[2]).toMatch(/^(completed|exhausted|invalid)$/);

    const entries = readFileJournal({ path: join(cwd, '.ringmaster', 'carrier.ndjson') });
    expect(auditJournal({ entries })).toMatchObject({ doubles: [], overlaps: [] });

    const third = start(args, { cwd });
    expect(await third.ended).toBe(0);
    expect(third.stderr()).toMatch(/people has ended already\. Once more: --again/);
    const fourth = start(['run', 'people.csv', '--country', 'DE'], { cwd });
    expect(await fourth.ended).toBe(4);
    expect(fourth.stderr()).toMatch(/another definition: contacts\.country: \S+ -> "DE"/);
  });

  it('stops at Ctrl-C, says how to go on, and --again starts the next one', async () => {
    const cwd = temporaryFolder();
    const list = writeList({ folder: cwd, people: 3 });
    const file = writeCampaign({ folder: cwd });

    const stopped = start(['run', file, list, '--speed', '1'], { cwd });
    await stopped.says(/on the phone/);
    stopped.child.kill('SIGINT');
    expect(await stopped.ended).toBe(130);
    expect(stopped.stderr()).toMatch(/Stopped try-out: 0 of 3 done.*Go on with the same command/);

    const second = start(['run', file, list, ...fast, '--json'], { cwd });
    expect(await second.ended).toBe(0);
    const lines = second.stdout().trimEnd().split('\n').map((line) => JSON.parse(line) as { type: string });
    expect(lines[0]).toMatchObject({ type: 'resuming', done: 0, total: 3 });
    expect(lines.at(-1)).toMatchObject({ type: 'report', state: 'completed', total: 3, remaining: 0 });

    const again = start(['run', file, list, ...fast, '--again'], { cwd });
    expect(await again.ended).toBe(0);
    expect(again.stderr()).toMatch(/try-out-2 {2}completed/);

    appendFileSync(file, 'rateLimits: { concurrent: 1 }\n');
    const changed = start(['run', file, list], { cwd });
    expect(await changed.ended).toBe(4);
    expect(changed.stderr()).toMatch(/rateLimits\.concurrent: 10 -> 1/);
  });
});
