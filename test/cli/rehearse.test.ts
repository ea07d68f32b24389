import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runHere } from './support/fake-cli.ts';
import { writeCampaign, writeList } from './support/lists.ts';
import { temporaryFolder } from './support/process.ts';

describe('a rehearsal', () => {
  test('reports its progress, and then what would happen', async () => {
    const folder = temporaryFolder();
    const files = [writeCampaign({ folder }), writeList({ folder, people: 3 })];
    const environment = { DATA_DIR: join(folder, 'data') };
    const { code, stdout, stderr } = await runHere(['rehearse', ...files, '--runs', '4'], { environment });
    expect(code).toBe(0);
    expect(stderr).toMatch(/^try-out {2}25 %\ntry-out {2}50 %\ntry-out {2}75 %\n$/m);
    expect(stdout).toMatch(/^ +LIKELY {2}RANGE\nContacts +3\n/);
    expect(stdout).toMatch(/^ {2}reached +\d +\d( to 3)?$/m);
    expect(stdout).toMatch(
      /^A figure of a run is within its range in at least 8 of 10 runs, if about one number in eight/m,
    );
  });

  test('names the skipped rows also if no row is left', async () => {
    const folder = temporaryFolder();
    const list = join(folder, 'nobody.csv');
    writeFileSync(list, 'first_name,phone\nAnna,none of your business\nBob,\n');
    const environment = { DATA_DIR: join(folder, 'data') };
    const { code, stdout } = await runHere(['rehearse', writeCampaign({ folder }), list], { environment });
    expect(stdout).toMatch(/^No row of the list can be contacted\.\n\nRows that are skipped\n/);
    expect(stdout).toMatch(/1 {2}contact\.phone-missing/);
    expect(stdout).toMatch(/1 {2}contact\.phone-invalid/);
    expect(code).toBe(4);
  });

  test('stays next to the run that follows it, which is not called real on the simulator', async () => {
    const folder = temporaryFolder();
    const files = [writeCampaign({ folder }), writeList({ folder, people: 12 })];
    const environment = { DATA_DIR: join(folder, 'data') };
    await runHere(['rehearse', ...files, '--runs', '3'], { environment });
    const { stdout } = await runHere(['run', ...files, '--speed', '2000'], { environment });
    expect(stdout).toMatch(/ +REHEARSED +RANGE +SIMULATED\n {2}reached +\d+ +\d+( to \d+)? +\d+$/m);
    expect(stdout).not.toMatch(/\bREAL\b/);
  });
});
