import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { readAddress } from '../../src/cli/folder/address-file.ts';
import { runCommand } from '../../src/cli/main.ts';
import { createFakeCli, runHere } from './support/fake-cli.ts';
import type { Ran } from './support/fake-cli.ts';
import { writeCampaign } from './support/lists.ts';
import { temporaryFolder } from './support/process.ts';

const stopping: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const stop of stopping.splice(0)) await stop();
});

type Verb = 'import' | 'run' | 'rehearse';

/** A folder with a campaign and a list whose column names say little, and a function that runs a verb on them. */
async function prepare(verb: Verb): Promise<(columns: string) => Promise<Ran>> {
  const folder = temporaryFolder();
  const environment = { DATA_DIR: join(folder, 'data'), PORT: '0', LOG_LEVEL: 'silent' };
  const campaign = writeCampaign({ folder });
  const list = join(folder, 'list.csv');
  writeFileSync(
    list,
    'who,line a,line b,stop\nAda,+12125550115,+12125550116,\nBob,,+12125550117,\nCy,+12125550118,,yes\n',
  );
  if (verb !== 'import') {
    const speed = verb === 'run' ? ['--speed', '2000'] : ['--runs', '2'];
    return (columns) =>
      runHere([verb, campaign, list, ...speed, '--columns', columns, '--json'], { environment });
  }
  const interrupt = new AbortController();
  const { cli } = createFakeCli({ environment, interrupt: interrupt.signal });
  const ended = runCommand({ cli, argv: ['serve'] });
  stopping.push(() => {
    interrupt.abort('SIGTERM');
    return ended;
  });
  await expect.poll(() => readAddress({ folder: environment.DATA_DIR }), { timeout: 20_000 }).not.toBeNull();
  await runHere(['create', campaign], { environment });
  return (columns) => runHere(['import', 'try-out', list, '--columns', columns, '--json'], { environment });
}

describe.each(['import', 'run', 'rehearse'] as const)('--columns of %s', (verb) => {
  test('sets the kind of each column; a kind that may have several columns has them in that order', async () => {
    const type = await prepare(verb);
    const { code, stdout, stderr } = await type('phone=line b,phone="line a",first_name=who,opted_out=stop');
    expect([0, verb === 'run' ? 4 : 0], stderr).toContain(code);
    // The run writes a line for each event.
    const text = verb === 'run' ? stdout.split('\n').find((line) => line.includes('"mapping"')) : stdout;
    const { mapping } = JSON.parse(text ?? '{}') as { mapping: { taken: unknown[] } };
    expect(mapping.taken).toEqual(
      expect.arrayContaining([
        { as: 'phone', columns: ['line b', 'line a'] },
        { as: 'first_name', columns: ['who'] },
        { as: 'opted_out', columns: ['stop'] },
      ]),
    );
  });

  test('is refused for a missing column, an unknown kind, or a column that is named twice', async () => {
    const type = await prepare(verb);
    for (const [columns, code] of [
      ['phone=Mobile', 'import.column-missing'],
      ['telephone=line a', 'import.column-unknown'],
      ['phone=line a,first_name=who,first_name=stop', 'import.column-twice'],
    ] as const) {
      const ran = await type(columns);
      expect(ran.code).not.toBe(0);
      expect(`${ran.stdout}${ran.stderr}`).toContain(code);
    }
  });
});
