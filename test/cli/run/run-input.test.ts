import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readRunInput } from '../../../src/cli/run/run-input.ts';
import { createOptions } from '../../../src/cli/verb.ts';
import { temporaryFolder } from '../support/process.ts';

const usRows = ['Ada,Byron,504-621-8927,504-845-1427', 'Bob,"Comma, Jr",(212) 555-0139,', 'Cy,Dee,,'];
const campaign = `name: my-campaign
steps: [{ id: call, channel: voice, from: "+12025550100", flow: [{ speak: "Hello {{first_name}}" }] }]
`;

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder();
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

const list = (rows: readonly string[], header = 'first_name,last_name,phone1,phone2'): string =>
  `${header}\n${rows.join('\n')}\n`;

const read = (folder: string, names: readonly string[], options: Readonly<Record<string, string>> = {}) =>
  readRunInput({ files: names.map((name) => join(folder, name)), options: createOptions(options) });

describe('the input of run', () => {
  test('may be a list alone: name, greeting, columns and country come from it', async () => {
    const folder = folderWith({ 'My List.csv': list(usRows) });
    const { campaign: made, isDefault, country } = await read(folder, ['My List.csv']);
    expect(made.definition).toMatchObject({ name: 'my-list', contacts: { country: 'US' } });
    expect(made.definition.steps[0]).toMatchObject({
      flow: [{ speak: 'Hello {{first_name}}. This is a test call of Ringmaster.' }],
    });
    expect({ isDefault, country }).toMatchObject({
      isDefault: true,
      country: { code: 'US', source: 'guess' },
    });
  });

  test('uses the country with most valid numbers for numbers without +, unless a country is set', async () => {
    const folder = folderWith({
      'uk.csv': list(['A,B,020 7946 0018,', 'C,D,0113 496 0123,', 'E,F,029 2018 0123,']),
      'unclear.csv': list(['A,B,020 7946 0018,', 'C,D,020 7946 0019,']),
      'plus.csv': list(['A,B,+442079460018,']),
    });
    expect((await read(folder, ['uk.csv'])).country).toMatchObject({
      code: 'GB',
      because: expect.arrayContaining(['their digits are grouped as there']),
    });
    await expect(read(folder, ['unclear.csv'])).rejects.toMatchObject({
      code: 'import.country-unclear',
      message: expect.stringMatching(
        /United Kingdom \(GB\): "020 7946 0018" is dialled as \+44 20 7946 0018/,
      ),
      hint: expect.stringContaining('--country '),
    });
    expect((await read(folder, ['plus.csv'])).country.code).toBeNull();
    const told = await read(folder, ['uk.csv'], { country: 'DE' });
    expect(told.country.source).toBe('option');
    expect(told.campaign.definition.contacts.country).toBe('DE');
  });

  test('accepts columns by option if the guess is wrong', async () => {
    const folder = folderWith({ 'a.csv': list(usRows, 'who,surname,line_a,line_b') });
    await expect(read(folder, ['a.csv'])).rejects.toMatchObject({ code: 'import.column-missing' });
    const { campaign: made } = await read(folder, ['a.csv'], { columns: 'phone=line_a,first_name=who' });
    expect(made.definition.contacts.columns).toEqual({ phone: 'line_a', first_name: 'who' });
  });

  test('may be a campaign file and a list, in any order', async () => {
    const folder = folderWith({ 'c.yaml': campaign, 'l.csv': list(usRows) });
    for (const names of [
      ['c.yaml', 'l.csv'],
      ['l.csv', 'c.yaml'],
    ]) {
      const input = await read(folder, names);
      expect(input.campaign.definition.name).toBe('my-campaign');
      expect(input.isDefault).toBe(false);
    }
    expect((await read(folder, ['c.yaml', 'l.csv'], { name: 'other' })).campaign.definition.name).toBe(
      'other',
    );
  });

  test.each([
    ['a campaign without its list', ['c.yaml'], 'its list of contacts is missing'],
    ['a list that is not there', ['none.csv'], 'There is no file'],
    ['a file that is no list by its name', ['l.pdf'], 'does not have the name of a list of contacts'],
    ['three files', ['a.csv', 'b.csv', 'c.csv'], 'Too many files: use a campaign file and a list'],
    ['a list without a phone column', ['nophone.csv'], 'lacks a phone column'],
    ['an empty list', ['empty.csv'], 'empty'],
    ['a binary file', ['binary.csv'], 'The file is not text'],
    ['a campaign that is not valid', ['bad.yaml', 'l.csv'], 'bad.yaml:2'],
  ])('refuses %s before anything is created', async (_what, names, message) => {
    const folder = folderWith({
      'c.yaml': campaign,
      'bad.yaml': 'name: a\nsteps: 7\n',
      'l.csv': list(usRows),
      'nophone.csv': 'name,city\nA,B\n',
      'empty.csv': '',
      'binary.csv': '\u0089PNG\r\n\u001a\n\u0000\u0000',
    });
    await expect(read(folder, names)).rejects.toThrow(message);
  });

  test('may be an unchanged list of 500 from another source', async (context) => {
    // An environment variable names the list; the project does not contain one.
    const theirs = process.env['RINGMASTER_TEST_LIST'];
    if (theirs === undefined) return context.skip();
    const folder = temporaryFolder();
    copyFileSync(theirs, join(folder, 'us-500.csv'));
    const { campaign: made, country } = await read(folder, ['us-500.csv']);
    expect(made.definition.name).toBe('us-500');
    expect(country.code).toBe('US');
  });
});
