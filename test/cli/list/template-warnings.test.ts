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
  `{{first_nmae}} in step call has no value: no column of ${list} fills it. Did you mean first_name?`;
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
  test('is reported by a run before the first call, and the run continues', async () => {
    const { list, files, environment } = setUp();
    const { code, stdout, stderr } = await runHere(['run', ...files, '--speed', '600', '--json'], {
      environment,
    });
    expect(stderr.split('\n')[0]).toBe(sentence(list));
    expect(JSON.parse(stdout.split('\n')[0] ?? '')).toEqual({ ...found, message: sentence(list) });
    expect(code).toBe(0);
  });

  test('is reported before the confirmation of real calls', async () => {
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

  test('is reported by a rehearsal, in its JSON document too', async () => {
    const { list, files, environment } = setUp();
    const line = ['rehearse', ...files, '--runs', '1', '--json'];
    const { code, stdout, stderr } = await runHere(line, { environment });
    expect(stderr.split('\n').filter((text) => text === sentence(list))).toHaveLength(1);
    expect(JSON.parse(stdout)).toMatchObject({ warnings: [{ ...found, message: sentence(list) }] });
    expect(code).toBe(0);
  });

  test('is not reported if everything is filled', async () => {
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

  test('include those of later rows', async () => {
    expect(await warningsOf([plain, { ...plain, late: 'x' }])).toEqual([]);
    expect(await warningsOf([plain])).toEqual([
      '{{late}} in step call has no value: no column of people.ndjson fills it. Add the column, or set a value under variables.',
    ]);
  });

  test('are those of the first thousand rows of a long list, and the warning says this', async () => {
    const rows = [...Array.from({ length: 1_500 }, () => plain), { ...plain, late: 'x' }];
    expect(await warningsOf(rows)).toEqual([
      expect.stringContaining('no column of the first 1000 rows of people.ndjson fills it'),
    ]);
  });

  test('are not checked if the import will refuse the list', async () => {
    expect(await warningsOf([{ city: 'Rome' }])).toEqual([]);
    expect(await warningsOf([])).toEqual([]);
  });
});
