import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { auditJournal, readFileJournal } from '../../../src/simulator/index.ts';
import { writeList } from '../support/lists.ts';
import { start, temporaryFolder } from '../support/process.ts';
import type { Running } from '../support/process.ts';

const people = 40;
const proven =
  /(\d+) placed = \1 recorded; double 0, lost 0, outside hours 0; maximum at once (\d+), in one second (\d+)/;

/** The demo from the command line, with a list that takes a few seconds. */
function startDemo(folder: string, environment: Readonly<Record<string, string>> = {}): Running {
  return start(['demo', 'people.csv', '--speed', '300'], { cwd: folder, environment });
}

/** The proof of the demo, checked separately against the journal of the carrier. */
function checkEnd(dataDir: string, said: string): void {
  const [, placed, atOnce, inOneSecond] = proven.exec(said) ?? [];
  const path = join(dataDir, 'demo');
  const audit = auditJournal({ entries: readFileJournal({ path: join(path, 'carrier.ndjson') }) });
  expect(audit).toMatchObject({
    placements: Number(placed),
    maxConcurrent: Number(atOnce),
    maxPlacementsPerSecond: Number(inOneSecond),
    doubles: [],
    overlaps: [],
    unfinished: 0,
  });
  expect(audit.maxPlacementsPerSecond).toBeLessThanOrEqual(2);
  expect(audit.maxConcurrent).toBeLessThanOrEqual(10);
  expect(Object.keys(audit.perAttempt)).toHaveLength(audit.placements);
  const rows = readFileSync(join(path, 'results.csv'), 'utf8').trimEnd().split('\n');
  expect(rows[0]).toBe('first_name,phone,rm_state,rm_disposition,rm_attempts,rm_last_attempt_at,rm_reason');
  expect(rows).toHaveLength(people + 1);
}

describe('the demo', () => {
  test('refuses a list without valid contacts; with another it kills its service, and the journal of the carrier proves that nothing was lost', async () => {
    const folder = temporaryFolder();
    const environment = { DATA_DIR: join(folder, 'data') };
    writeFileSync(join(folder, 'nobody.csv'), 'first_name,phone\nAnn,12\nBob,none\n');
    const refused = start(['demo', 'nobody.csv'], { cwd: folder, environment });
    expect(await refused.ended).toBe(4);
    expect(refused.stderr()).toMatch(/This demo was discarded\. Correct nobody\.csv/);
    writeList({ folder, people });
    const demo = startDemo(folder, environment);
    expect(await demo.ended).toBe(0);
    const said = `${demo.stderr()}${demo.stdout()}`;
    expect(said).toContain('carrier SIMULATOR, no real calls');
    expect(said).toContain(`${people} rows: ${people} enrolled`);
    const killed =
      /kill -9, on purpose, with (\d+) open calls?\n.*back in .* s: (\d+) calls? found again at the carrier, 0 placed twice/;
    expect(said).toMatch(killed);
    const [, onPhone, back] = killed.exec(said) ?? [];
    expect(Number(onPhone)).toBeGreaterThanOrEqual(1);
    expect(back).toBe(onPhone);
    expect(said).toMatch(/spring-checkup {2}completed {3}Mon 08:55 to/);
    expect(said).toContain(`DATA_DIR=${environment.DATA_DIR} npx ringmaster status spring-checkup`);
    checkEnd(environment.DATA_DIR, said);
    expect(readdirSync(folder).toSorted()).toEqual(['data', 'nobody.csv', 'people.csv']);
    expect(readdirSync(environment.DATA_DIR)).toEqual(['demo']);
  });

  test('continues after it was killed itself', async () => {
    const folder = temporaryFolder();
    writeList({ folder, people });
    const killed = startDemo(folder);
    await killed.says(/running, dispatching .* [1-9]\d* of \d+/);
    killed.child.kill('SIGKILL');
    expect(await killed.ended).toBe('SIGKILL');
    const demo = startDemo(folder);
    expect(await demo.ended).toBe(0);
    const said = `${demo.stderr()}${demo.stdout()}`;
    expect(said).toContain('Resuming the unfinished demo.');
    expect(said).not.toContain('rows:');
    expect(said).toContain('kill -9, on purpose');
    checkEnd(join(folder, '.ringmaster'), said);
  });

  test('without a list uses the one of the program, from any folder, and writes only in DATA_DIR', async () => {
    const folder = temporaryFolder();
    const demo = start(['demo', '--again'], { cwd: folder, environment: { DATA_DIR: 'kept/here' } });
    await demo.says(/300 rows: 292 enrolled/);
    demo.child.kill('SIGINT');
    expect(await demo.ended).toBe(130);
    expect(demo.stderr()).toMatch(/\/examples\/leads\.csv {2}300 rows/);
    expect(demo.stderr()).toContain('Resume it with: DATA_DIR=kept/here npx ringmaster demo');
    expect(readdirSync(folder)).toEqual(['kept']);
    expect(readdirSync(join(folder, 'kept/here'))).toEqual(['demo']);
  });
});
