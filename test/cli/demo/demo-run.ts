import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { auditJournal, readFileJournal } from '../../../src/simulator/index.ts';
import { start } from '../support/process.ts';
import type { Running } from '../support/process.ts';

/** The contacts of a demo that takes a few seconds. */
export const people = 40;
const proven =
  /(\d+) placed = \1 recorded; double 0, lost 0, outside hours 0; maximum at once (\d+), in one second (\d+)/;

/** The demo from the command line, with a list that takes a few seconds. */
export function startDemo(folder: string, environment: Readonly<Record<string, string>> = {}): Running {
  return start(['demo', 'people.csv', '--speed', '300'], { cwd: folder, environment });
}

/** The proof of the demo, checked separately against the journal of the carrier. */
export function checkEnd(dataDir: string, said: string): void {
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
