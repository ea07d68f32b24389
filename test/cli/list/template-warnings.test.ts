import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findContactList } from '../../../src/cli/list/contact-list.ts';
import { templateWarnings } from '../../../src/cli/list/template-warnings.ts';
import { validateDefinition } from '../../../src/definitions/validate-definition.ts';
import { runHere } from '../support/fake-cli.ts';
import { writeCampaign, writeList } from '../support/lists.ts';
import { temporaryFolder } from '../support/process.ts';

const says = 'Hello {{first_nmae}}.';
const sentence = (list: string): string =>
  `{{first_nmae}} in step call is filled by no column of ${list}: it will be spoken as nothing. Did you mean first_name?`;
const found = {
  type: 'warning',
  code: 'template.variable-unknown',
  variable: 'first_nmae',
  step: 'call',
  didYouMean: 'first_name',
};

function setUp(more: { says?: string } = { says }) {
  const folder = temporaryFolder();
  const list = writeList({ folder, people: 2 });
  return {
    list,
    files: [writeCampaign({ folder, ...more }), list],
    environment: { DATA_DIR: join(folder, 'data') },
  };
}

describe('a variable that no column fills', () => {
  test('is told by a run before anybody is called, and the run goes on', async () => {
    const { list, files, environment } = setUp();
    const { code, stdout, stderr } = await runHere(['run', ...files, '--speed', '600', '--json'], {
      environment,
    });
    expect(stderr.split('\n')[0]).toBe(sentence(list));
    expect(JSON.parse(stdout.split('\n')[0] ?? '')).toEqual({ ...found, message: sentence(list) });
    expect(code).toBe(0);
  });

  test('is told before it is asked whether real people shall be called', async () => {
    const { list, files, environment } = setUp();
    const real = {
      CARRIER: 'plivo',
      PLIVO_AUTH_ID: 'MA1',
      PLIVO_AUTH_TOKEN: 'x',
      PUBLIC_URL: 'https://a.test',
    };
    const { code, stderr } = await runHere(['run', ...files], { environment: { ...environment, ...real } });
    const told = stderr.indexOf(`${sentence(list)}\n`);
    expect(told).toBeGreaterThanOrEqual(0);
    expect(told).toBeLessThan(stderr.indexOf('[cli.not-confirmed]'));
    expect(stderr).toContain('[cli.not-confirmed]');
    expect(code).toBe(4);
  });

  test('is told by a rehearsal, in its one document too', async () => {
    const { list, files, environment } = setUp();
    const line = ['rehearse', ...files, '--runs', '1', '--json'];
    const { code, stdout, stderr } = await runHere(line, { environment });
    expect(stderr.split('\n').filter((text) => text === sentence(list))).toHaveLength(1);
    expect(JSON.parse(stdout)).toMatchObject({ warnings: [{ ...found, message: sentence(list) }] });
    expect(code).toBe(0);
  });

  test('is not made up where everything is filled', async () => {
    const { files, environment } = setUp({});
    const { stdout, stderr } = await runHere(['rehearse', ...files, '--runs', '1', '--json'], {
      environment,
    });
    expect(stderr).not.toContain('spoken as nothing');
    expect(JSON.parse(stdout)).toMatchObject({ warnings: [] });
  });
});

describe('the columns of a list that names its cells row by row', () => {
  const steps = [{ id: 'call', channel: 'voice', from: '+12025550100', flow: [{ speak: '{{late}}' }] }];
  const definition = validateDefinition({ name: 'a', steps });
  const warningsOf = async (rows: readonly unknown[]): Promise<string[]> => {
    const path = join(temporaryFolder(), 'people.ndjson');
    writeFileSync(path, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
    const warnings = await templateWarnings({ list: findContactList({ path }), definition });
    return warnings.map(({ message }) => message.replace(path, 'people.ndjson'));
  };
  const plain = { phone: '+12125550115' };

  test('are those of the rows after the first too', async () => {
    expect(await warningsOf([plain, { ...plain, late: 'x' }])).toEqual([]);
    expect(await warningsOf([plain])).toEqual([
      '{{late}} in step call is filled by no column of people.ndjson: it will be spoken as nothing. Add the column, or give it a value under variables.',
    ]);
  });

  test('are those of the first thousand in a long list, and the warning says so', async () => {
    const rows = [...Array.from({ length: 1_500 }, () => plain), { ...plain, late: 'x' }];
    expect(await warningsOf(rows)).toEqual([
      expect.stringContaining('by no column of the first 1000 rows of people.ndjson'),
    ]);
  });

  test('are not judged where the import will refuse the list', async () => {
    expect(await warningsOf([{ city: 'Rome' }])).toEqual([]);
    expect(await warningsOf([])).toEqual([]);
  });
});
