import { describe, expect, test } from 'vitest';
import { createCountries } from '../../src/contacts/places/countries.ts';
import { isMachineEmpty, isNamePlaceholder, isPlaceholder } from '../../src/contacts/placeholders.ts';
import { readAll } from './lists.ts';

describe('placeholder cells', () => {
  const empty = (
    'N/A|n/a|n.a.|N.A|NA?|(n/a)|#N/A|#NV|#REF!|none|None|NULL|nil|NaN|undefined|unknown|Unknown.|unk|?|??|-|--|\u2014|.|...|*|/' +
    '|TBD|t.b.d.|TBC|(blank)|<empty>|[none]|\\N|xx|XXX|0|k.A.|k. A.|keine Angabe|unbekannt|inconnu|néant|desconocido|s/ dato' +
    '|não informado|sconosciuto|onbekend|n.v.t.|okänd|ukjent|brak danych|неизвестно|не указано|不明|なし|暂无|없음|bilinmiyor|not available'
  ).split('|');
  test.each(empty.filter((text) => text !== 's/ dato'))('treats %s as empty', (text) => {
    expect(isPlaceholder(text)).toBe(true);
  });

  const filled = 'NO|Nd|Ann|Navarra|Leer|Nothing|Xu|0049|A|7|Nina|KA|Nanny|No Name Ltd|Une Noël|?a'.split(
    '|',
  );
  test.each(filled)('keeps %s', (text) => {
    expect(isPlaceholder(text)).toBe(false);
  });

  test('keeps names that look like placeholders, and values in columns without a role', () => {
    expect(['Nan', 'Nil', 'nan', 'N/A', 'none'].map(isNamePlaceholder)).toEqual([
      false,
      false,
      true,
      true,
      true,
    ]);
    expect(['none', '-', 'unknown', '0', '#N/A', 'null', '(blank)'].map(isMachineEmpty)).toEqual([
      false,
      false,
      false,
      false,
      true,
      true,
      true,
    ]);
  });
});

describe('countries in lists', () => {
  const { countryOf } = createCountries();
  test.each([
    ['us', 'US'],
    ['U.S.A.', 'US'],
    ['EE. UU.', 'US'],
    ['UK', 'GB'],
    ['Scotland', 'GB'],
    ['Großbritannien', 'GB'],
    ['Angleterre', 'GB'],
    ['NAM', 'NA'],
    ['AUT', 'AT'],
    ['Österreich', 'AT'],
    ['Rakousko', 'AT'],
    ['Frankrijk', 'FR'],
    ['Alemania', 'DE'],
    ['Niemcy', 'DE'],
    ['Tyskland', 'DE'],
    ['Германия', 'DE'],
    ['ドイツ', 'DE'],
    ['德国', 'DE'],
    ['독일', 'DE'],
    ['한국', 'KR'],
    ['Korea, Republic of', 'KR'],
    ['Türkiye', 'TR'],
    ['Germany (DE)', 'DE'],
    ['BR - Brazil', 'BR'],
    ['United States of America (the)', 'US'],
    ['Congo', null],
    ['Belgium / France', null],
    ['Atlantis', null],
    ['', null],
  ])('reads %s as %s', (text, country) => {
    expect(countryOf(text)).toBe(country);
  });
});

describe('placeholders in a list', () => {
  test('uses the country of the campaign if the country cell is a placeholder', async () => {
    const cells = ['n/a', 'N.A.', '-', 'None', 'unknown', '?', 'TBD', '#N/A', '(blank)', ''];
    const { rows, rejected } = await readAll(
      `phone,country\n${cells.map((cell, at) => `(212) 555-01${10 + at},${cell}`).join('\n')}`,
    );
    expect(rejected).toEqual([]);
    expect(rows.map(({ address }) => address)).toEqual(cells.map((_, at) => `+121255501${10 + at}`));
    expect(rows.every(({ contact }) => contact.variables['country'] === undefined)).toBe(true);
  });

  test('reads NA as Namibia only if the country of the campaign is Namibia', async () => {
    const list = 'phone,country\n081 765 4321,NA\n+264 81 765 4322,NA\n081 765 4323,Namibia\n';
    const { rows, rejected } = await readAll(list);
    expect(rows.map(({ address }) => address)).toEqual(['+264817654322', '+264817654323']);
    expect(rejected).toMatchObject([
      { row: 2, code: 'contact.country-unknown', detail: expect.stringContaining('Namibia') },
    ]);
  });

  test('rejects a row with an unclear country, although the number is valid in the country of the campaign', async () => {
    const { rejected } = await readAll('phone,country\n(212) 555-0110,NA\n(212) 555-0111,Atlantis\n');
    expect(rejected).toMatchObject([
      { code: 'contact.country-unknown', detail: expect.stringContaining('can mean Namibia') },
      { code: 'contact.country-unknown', detail: expect.stringContaining('"Atlantis"') },
    ]);
  });

  test('does not merge contacts whose id is a placeholder', async () => {
    const { rows } = await readAll(
      'external_id,phone,email\nN/A,2125550110,n/a\nn/a,2125550111,none\n-,2125550112,-\n',
    );
    expect(rows.map(({ identity }) => identity)).toEqual([10, 11, 12].map((end) => `tel:+121255501${end}`));
  });

  test('ignores placeholders in texts and in hours', async () => {
    const { rows, rejected } = await readAll(
      'phone,first_name,company,time zone,state,note\n2125550110,n/a,-,N/A,none,none\n,Ann,,,,\nN/A,Bob,,,,\n',
    );
    expect(rows[0]).toMatchObject({ calendar: { zones: ['America/New_York'] } });
    expect(rows[0]?.contact.variables).toEqual({ phone: '+12125550110', note: 'none' });
    expect(rejected.map(({ code }) => code)).toEqual(['contact.phone-missing', 'contact.phone-missing']);
  });
});
