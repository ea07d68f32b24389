import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { auditJournal, readFileJournal } from '../../../src/simulator/index.ts';
import { writeList } from '../support/lists.ts';
import { start, temporaryFolder } from '../support/process.ts';
import type { Running } from '../support/process.ts';

const people = 70;
const proven =
  /(\d+) placed = \1 recorded; double 0, lost 0, outside hours 0; maximum at once (\d+), in one second (\d+)/;

/** The demo from the command line, with a list that takes a few seconds. */
function startDemo(folder: string): Running {
  return start(['demo', 'people.csv', '--speed', '300'], { cwd: folder });
}

/** The proof of the demo, checked separately against the journal of the carrier. */
function checkEnd(folder: string, said: string): void {
  const [, placed, atOnce, inOneSecond] = proven.exec(said) ?? [];
  const path = join(folder, '.ringmaster', 'demo');
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
  test('kills its service during open calls, and the journal of the carrier proves that nothing was lost', async () => {
    const folder = temporaryFolder();
    writeList({ folder, people });
    const demo = startDemo(folder);
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
    checkEnd(folder, said);
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
    checkEnd(folder, said);
  });

  test('ends with a list without valid contacts, and writes only in DATA_DIR', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'nobody.csv'), 'first_name,phone\nAnn,12\nBob,none\n');
    const environment = { DATA_DIR: join(folder, 'data') };
    for (const options of [[], ['--again']]) {
      const refused = start(['demo', 'nobody.csv', ...options], { cwd: folder, environment });
      expect(await refused.ended).toBe(4);
      expect(refused.stderr()).toMatch(/This demo was discarded\. Correct nobody\.csv/);
    }
    writeList({ folder, people: 12 });
    const demo = start(['demo', 'people.csv', '--speed', '300'], { cwd: folder, environment });
    expect(await demo.ended).toBe(0);
    expect(demo.stderr()).toContain(`DATA_DIR=${environment.DATA_DIR} npx ringmaster status spring-checkup`);
    expect(readdirSync(folder).toSorted()).toEqual(['data', 'nobody.csv', 'people.csv']);
    expect(readdirSync(environment.DATA_DIR)).toEqual(['demo']);
  });

  test('without a list uses the one of the program, from any folder, and writes only in DATA_DIR', async () => {
    const folder = temporaryFolder();
    const demo = start(['demo'], { cwd: folder, environment: { DATA_DIR: 'kept/here' } });
    await demo.says(/300 rows: 292 enrolled/);
    demo.child.kill('SIGINT');
    expect(await demo.ended).toBe(130);
    expect(demo.stderr()).toMatch(/\/examples\/leads\.csv {2}300 rows/);
    expect(demo.stderr()).toContain('Resume it with: DATA_DIR=kept/here npx ringmaster demo');
    expect(readdirSync(folder)).toEqual(['kept']);
    expect(readdirSync(join(folder, 'kept/here'))).toEqual(['demo']);
  });
});
