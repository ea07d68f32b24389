import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { writeList } from '../support/lists.ts';
import { start, temporaryFolder } from '../support/process.ts';
import { checkEnd, people, startDemo } from './demo-run.ts';

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
});
