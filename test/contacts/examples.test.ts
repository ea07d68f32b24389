import { isVoiceStep } from '../../src/channels/voice/step.ts';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { makeLeads } from '../../scripts/make-leads.ts';
import { renderTemplate } from '../../src/contacts/template.ts';
import { parseCampaignFile } from '../../src/definitions/parse-campaign-file.ts';
import { readAll } from './lists.ts';

const example = (name: string): string =>
  readFileSync(new URL(`../../examples/${name}`, import.meta.url), 'utf8');
const definition = parseCampaignFile({ text: example('campaign.yaml'), path: 'examples/campaign.yaml' });

test('the example of a call flow is valid, and says something to every contact of the list', async () => {
  const flow = parseCampaignFile({ text: example('call-flow.yaml'), path: 'examples/call-flow.yaml' });
  const { rows } = await readAll(example('leads.csv'), { definition: flow });
  expect(rows.length).toBeGreaterThan(200);
});

describe('the example list', () => {
  test('is the output of its script', () => {
    expect(example('leads.csv')).toBe(makeLeads());
  });

  test('has 300 rows: 292 contacts, 4 duplicates, 4 rejected, and one opt-out', async () => {
    const { rows, rejected } = await readAll(example('leads.csv'), { definition });
    expect(rows.length + rejected.length).toBe(300);
    const people = new Map(rows.toReversed().map((row) => [row.identity, row]));
    expect(people.size).toBe(292);
    expect(rejected.map(({ row, code, detail }) => [row, code, detail])).toEqual([
      [42, 'contact.phone-invalid', '"555-CALL-ME" is not a phone number in US'],
      [127, 'contact.phone-missing', 'the row has no phone number'],
      [191, 'contact.timezone-unknown', '+1800… is toll-free: add a timezone column'],
      [245, 'row.too-short', 'the row has 3 cells instead of 9'],
    ]);
    expect(rows.filter(({ optOut }) => optOut !== null).map(({ row, address }) => [row, address])).toEqual([
      [119, '+13125550142'],
    ]);
    expect(people.has('tel:+12025550147')).toBe(true);
    expect(people.has('tel:+12025550100')).toBe(false);
  });

  test('has contacts in at least six countries, and fills every text', async () => {
    const { rows } = await readAll(example('leads.csv'), { definition });
    expect(new Set(rows.map(({ calendar }) => calendar.regions[0]?.slice(0, 2))).size).toBeGreaterThanOrEqual(
      6,
    );
    const texts = definition.steps
      .flatMap((step) => (isVoiceStep(step) ? step.flow : []))
      .map((node) => ('speak' in node && typeof node.speak === 'string' ? node.speak : ''));
    for (const { contact } of rows) {
      for (const text of texts) {
        expect(
          renderTemplate({ text, contact: contact.variables, campaign: definition.variables }).missing,
        ).toEqual([]);
      }
    }
  });

  test('uses only numbers that are reserved for fiction', async () => {
    const { rows } = await readAll(example('leads.csv'), { definition });
    const fictional =
      /^\+(1\d{3}55501\d\d|44(2079460|1134960)\d{3}|33(19900|26191|53649)\d{4}|493023125\d{3}|61(25550|37010)\d{4}|468465004\d\d)$/;
    for (const { address } of rows) expect(address).toMatch(fictional);
  });
});
