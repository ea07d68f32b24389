import { describe, expect, test } from 'vitest';
import { guessColumns } from '../../../src/contacts/columns/columns.ts';
import { guessCountry } from '../../../src/contacts/country-guess/guess-country.ts';
import { readOptOutHeader } from '../../../src/contacts/headers/opt-out-headers.ts';
import { mentionsPhone } from '../../../src/contacts/headers/phone-headers.ts';
import { campaign, readAll } from '../lists.ts';

const csv = (...lines: string[]): string => `${lines.join('\n')}\n`;
const definition = campaign({ contacts: {} });
const called = async (list: string) =>
  (await readAll(list, { definition })).rows.map(({ row, address }) => [row, address]);
const optOuts = async (list: string) =>
  (await readAll(list)).chunks.flatMap((chunk) =>
    chunk.optOuts.map(({ row, marks }) => [row, ...marks.map(({ key }) => key)]),
  );
const rejected = async (list: string) =>
  (await readAll(list, { definition })).rejected.map(({ row, code, detail }) => ({ row, code, detail }));

describe('Google Contacts', () => {
  test.each([
    ['Phone 1 - Label', 'Phone 1 - Value', 'Work Fax'],
    ['Phone 1 - Type', 'Phone 1 - Value', 'Pager'],
    ['Telefon 1 – Label', 'Telefon 1 – Wert', 'Fax (geschäftlich)'],
    ['Téléphone 1 – Libellé', 'Téléphone 1 – Valeur', 'Télécopie'],
    ['Teléfono 1: etiqueta', 'Teléfono 1: valor', 'Fax del trabajo'],
    ['Telefono 1 - Etichetta', 'Telefono 1 - Valore', 'Fax ufficio'],
    ['Telefon 1 – etykieta', 'Telefon 1 – wartość', 'Faks służbowy'],
  ])('label columns show which numbers are faxes: %s', async (label, value, fax) => {
    const list = csv(
      `name,${label},${value},${label.replace('1', '2')},${value.replace('1', '2')}`,
      `Ann,${fax},+12125550101,Mobile,+12125550102`,
      `Bob,Mobile,+12125550103 ::: +12125550104,,`,
    );
    const { rows } = await readAll(list);
    expect(
      rows.map(({ contact }) =>
        contact.addresses.flatMap(({ kind, address }) => (kind === 'phone' ? [address] : [])),
      ),
    ).toEqual([['+12125550102'], ['+12125550103', '+12125550104']]);
  });
});

describe('phone columns', () => {
  test('are tried after those of the contact if they belong to a car, an address or a company; a text telephone is never used', () => {
    const columns = guessColumns({
      header: ['Telefon Firma', 'Car Phone', 'Default Address Phone', 'Texttelefon', 'Festnetz', 'Telefon'],
      definition,
    });
    expect(columns.phones.map(({ index }) => index)).toEqual([5, 4, 1, 2, 0]);
  });

  test('do not include a Brazilian postcode', async () => {
    const list = csv('nome,celular,CEP', 'Ana,+5511987654321,01310-100');
    expect((await readAll(list)).chunks[0]?.mapping?.others).toEqual(['CEP']);
  });

  test.each(['Phonetic First Name', 'Titel', 'Hotel', 'Phone 1 - Label'])(
    'are not suggested for the header %s',
    (name) => {
      expect(mentionsPhone(name)).toBe(false);
    },
  );
});

describe('several country columns', () => {
  const header = 'name,phone,Home Country,Business Country';
  test('are read in their order, and rejected if they differ', async () => {
    const list = csv(
      header,
      'Ann,(212) 555-0101,,United States',
      'Bob,020 7946 0950,GB,',
      'Cy,020 7946 0951,GB,US',
      'Di,+442079460952,GB,US',
    );
    expect(await called(list)).toEqual([
      [2, '+12125550101'],
      [3, '+442079460950'],
      [5, '+442079460952'],
    ]);
    expect(await rejected(list)).toMatchObject([
      { row: 4, code: 'contact.country-unknown', detail: expect.stringContaining('GB and US') },
    ]);
  });

  test('reject a row without a country, and name the option that sets it', async () => {
    expect(await rejected(csv(header, 'Ann,212 555 0101,,'))).toMatchObject([
      { code: 'contact.phone-invalid', detail: expect.stringContaining('--country US') },
    ]);
  });
});

describe('the guess of a country', () => {
  const guess = (header: string, ...rows: string[]) =>
    guessCountry({
      columns: guessColumns({ header: header.split(';'), definition }),
      cells: rows.map((row) => row.split(';')),
    });

  test('considers every phone column, several numbers in a cell, and an empty country column', () => {
    expect(
      guess(
        'name;phone;mobile;email;country',
        'Ann;;0412 345 678;a@b.com.au;',
        'Bob;;0412 345 679, 0412 345 680;b@b.com.au;n/a',
        'Cy;;tel: 0412 345 681 x12;c@b.com.au;',
      ),
    ).toMatchObject({ kind: 'clear', country: 'AU' });
  });

  test('shows numbers without the marks of spreadsheets', () => {
    expect(guess('name;phone;mobile', 'Ann;;12125550102.0')).toMatchObject({
      kind: 'unclear',
      candidates: [{ country: 'US', written: '12125550102' }, {}],
    });
  });

  test('ignores numbers with the label fax', () => {
    expect(guess('Phone 1 - Label;Phone 1 - Value', 'Fax;(212) 555-0101', 'Mobile;+442079460950')).toEqual({
      kind: 'none',
    });
  });
});

describe('opt-outs in columns that are not about opting out', () => {
  test('count if the cell says nothing else', async () => {
    const list = csv(
      'phone,first_name,Status',
      '+12125550101,Ann,Do Not Call',
      '+12125550102,NICHT ANRUFEN,Active',
      '+12125550103,Cy,DNC',
      '+12125550104,Di,Ne pas contacter',
      '+12125550105,Ed,Active',
    );
    expect(await optOuts(list)).toEqual([
      [2, '+12125550101'],
      [3, '+12125550102'],
      [4, '+12125550103'],
      [5, '+12125550104'],
    ]);
  });

  test('reject the row if they are part of a name or a note, or may be about emails', async () => {
    const list = csv(
      'phone,name,Notes,List status',
      '+12125550101,Ann DO NOT CALL,,',
      '+12125550102,Bob,"asked us, please don’t call again",',
      '+12125550103,Cy,passed away in May,',
      '+12125550104,Di,,Unsubscribed',
      '+12125550105,Ed,called twice,Subscribed',
    );
    expect((await rejected(list)).map(({ row, code }) => [row, code])).toEqual(
      [2, 3, 4, 5].map((row) => [row, 'contact.opt-out-unclear']),
    );
    expect((await rejected(list))[3]?.detail).toContain('--columns ignore="List status"');
    expect(await called(list)).toEqual([[6, '+12125550105']]);
  });

  test('do not count in columns about emails or companies, and in ignored columns', async () => {
    const list = csv(
      'phone,company,Email status,Notes',
      '+12125550101,DNC,Unsubscribed,do not call before 9',
    );
    const ignoring = campaign({ contacts: { columns: { ignore: 'Notes' } } });
    expect((await readAll(list, { definition: ignoring })).rows).toMatchObject([{ optOut: null }]);
  });

  test.each(['UNSUB_TIME', 'Deceased', 'Verstorben am'])('stop the import with the header %s', (header) => {
    expect(readOptOutHeader(header)).toBe('ask-opt-out');
  });

  test.each(['Accepts Email Marketing', 'Accepts SMS Marketing'])(
    'stop the import with a question about %s',
    (header) => {
      expect(readOptOutHeader(header)).toBe('ask-consent');
    },
  );
});

describe('numbers and extensions as people write them', () => {
  const read = async (cell: string) => {
    const { rows } = await readAll(csv('phone,name', `"${cell}",Ann`));
    return rows.flatMap(({ contact }) =>
      contact.addresses.map(
        ({ address, extension }) => `${address}${extension === null ? '' : ` x${extension}`}`,
      ),
    );
  };

  test.each([
    ['+1 212 555 0139 x101', '+12125550139 x101'],
    ['(212) 555-0139, ext. 101', '+12125550139 x101'],
    ['tel:+1-212-555-0139;ext=101', '+12125550139 x101'],
    ['212.555.0139 extension 101', '+12125550139 x101'],
    ['+12125550139,101', '+12125550139 x101'],
    ['+49 30 901820 Durchwahl 12', '+4930901820 x12'],
    ['+49 30 901820 - 0', '+49309018200'],
    ['+49 30 901820-12', '+493090182012'],
    ['+49 (0)30/901820-0', '+49309018200'],
  ])('%s', async (cell, phone) => {
    expect(await read(cell)).toEqual([phone]);
  });

  test.each([
    '+12125550101 ::: +12125550102',
    '+12125550101, +12125550102',
    '212-555-0101; 212-555-0102',
    '(212) 555-0101 / (212) 555-0102',
    '(212) 555-0101\n(212) 555-0102',
    'H 212-555-0101 / W 212-555-0102',
    'cell: 212-555-0101, home: 212-555-0102',
    '212 555 0101 or 212 555 0102',
  ])('two numbers in %j', async (cell) => {
    expect(await read(cell)).toEqual(['+12125550101', '+12125550102']);
  });
});

describe('first names', () => {
  test.each(['{{first_name}}', '*|FNAME|*', '[First Name]', '%FIRSTNAME%', '<first>'])(
    'are null for the merge field %s',
    async (cell) => {
      const { rows } = await readAll(csv('phone,first_name', `+12125550101,${cell}`));
      expect(rows[0]?.contact.variables).not.toHaveProperty('first_name');
    },
  );

  test('are null if a Korean family name is first', async () => {
    const { rows } = await readAll(csv('phone,name', '+12125550101,Kim Min-jun', '+12125550102,Kim Novak'));
    expect(rows.map(({ contact }) => contact.variables['first_name'])).toEqual([undefined, 'Kim']);
  });
});

describe('special numbers', () => {
  test.each([
    ['+449098790123', 'premium-rate'],
    ['+611300975707', 'shared-cost'],
    ['+39848123456', 'shared-cost'],
    ['+85230012345', 'uan'],
    ['+491779912345678', 'voicemail'],
    ['+33899123456', 'premium-rate'],
    ['+881612345678', 'satellite'],
    ['+447012345678', 'personal'],
    ['+447640123456', 'pager'],
    ['+19002345678', 'premium-rate'],
    ['+499001234567', 'premium-rate'],
    ['+491801234567', 'shared-cost'],
    ['+61147123456', 'satellite'],
    ['+442079460950', null],
    ['+443001234567', null],
  ] as const)('%s are refused by their type, and called where it is allowed', async (phone, type) => {
    const list = csv('phone,name', `${phone},Ann`);
    const plain = { sendWindow: { timezone: 'Europe/London' } };
    const { rejected: refused } = await readAll(list, { definition: campaign(plain) });
    expect(refused.map(({ code }) => code)).toEqual(type === null ? [] : [`contact.phone-${type}`]);
    const allowNumberTypes = type === null ? [] : [type];
    const allowing = campaign({ ...plain, contacts: { country: 'US', allowNumberTypes } });
    expect((await readAll(list, { definition: allowing })).rows).toMatchObject([{ address: phone }]);
  });
});

describe('words beside a number', () => {
  test.each([
    '+49 30 1234567 do not call',
    'DO NOT CALL +49301234567',
    '+49 30 1234567 (DNC)',
    '+49 30 1234567; bitte nicht mehr anrufen',
    '+49 30 1234567 - opted out',
    '+49301234567 (mobile) // ne plus appeler',
    '+49 30 1234567 no calls please',
  ])('suppress the number: %s', async (cell) => {
    const list = csv('phone,name', `"${cell}",Ann`);
    expect(await optOuts(list)).toEqual([[2, '+49301234567']]);
  });

  test('reject the row if their meaning is unclear', async () => {
    const list = csv('phone,name', '+49 30 1234567 (deceased),Ann');
    expect((await rejected(list)).map(({ code }) => code)).toEqual(['contact.opt-out-unclear']);
  });
});

describe('a note or status that may forbid calls', () => {
  test.each([
    'Lead, DNC',
    'vip,do_not_call',
    'vip, do-not-contact',
    'vip;DoNotCall',
    'asked to be removed from list',
    'stop calling me',
    'wants no more calls',
    'opted-out on 3 May',
    'STOP',
    'Remove',
    'consent withdrawn by letter',
    'Kunde möchte: keine Anrufe',
    'Einwilligung widerrufen am 3.5.',
    'ne plus jamais rappeler, ne pas démarcher',
    'No volver a llamar',
    'Pidió la baja',
    'Non chiamare più',
    'não ligar mais',
    'wil niet gebeld worden',
    'får ej ringas, ring inte',
    'Ønsker ikke oppkall, ikke ring',
    'Nie dzwonić!',
    'просил больше не звонить',
    '架電NGです',
    '请勿再联系',
    'passed away in March',
    'verstorben',
  ])('%s', async (note) => {
    const list = csv('phone,name,Notes', `+12125550101,Ann,"${note}"`);
    const { rows, rejected: refused } = await readAll(list);
    const said = [...rows.map(({ optOut }) => optOut !== null), ...refused.map(({ code }) => code)];
    expect([[true], ['contact.opt-out-unclear']]).toContainEqual(said);
  });

  test.each([
    'no calls yet',
    'No contact made so far',
    'call back in May',
    'Stopped by the shop',
    'no answer',
  ])('does not reject the row: %s', async (note) => {
    const { rows } = await readAll(csv('phone,name,Notes', `+12125550101,Ann,"${note}"`));
    expect(rows).toMatchObject([{ optOut: null }]);
  });
});

describe('an opt-out in a rejected row', () => {
  test.each([
    ['without a zone', '+18005550100,Ann,yes', ['+18005550100']],
    ['of a type that is not called', '+19002345678,Ann,yes', ['+19002345678']],
    ['with cells moved by a stray comma', '+12125550101,Bell, Ann,yes', ['+12125550101']],
    ['with a short row that holds no address', 'yes', []],
    ['with a missing cell', '+12125550101,yes', ['+12125550101']],
  ])('%s', async (_, row, keys) => {
    const list = csv('phone,first_name,opted_out', row);
    expect((await readAll(list)).rows).toEqual([]);
    expect(await optOuts(list)).toEqual([[2, ...keys]]);
  });
});
