import { describe, expect, test } from 'vitest';
import { guessColumns } from '../../src/contacts/columns/columns.ts';
import { createRowNormaliser, isRejected } from '../../src/contacts/normalise.ts';
import { createPhones } from '../../src/contacts/numbers/phone.ts';
import { fillableVariables } from '../../src/contacts/variables.ts';
import { campaign } from './lists.ts';

const definition = campaign();

describe('the variables that columns can fill', () => {
  test.each([
    { Mobile: '+12125550115', Vorname: 'Ada', 'Shoe Size': '7' },
    { phone: '+12125550115', surname: 'Byron' },
    { phone: '+12125550115', name: 'Ada Byron', Firma: 'Mill', 'E-Mail': 'ada@example.net' },
    { phone: '+12125550115', first: 'Ada', last: 'Byron', state: 'NY', title: 'Countess', CRM_ID: 'x1' },
    {
      phone: '+12125550115',
      LinkedIn: 'https://example.net/ada',
      Sector: 'Maths',
      employees: '1',
      Land: 'US',
    },
  ])('are those of a row that has every cell: %o', (cells) => {
    const columns = guessColumns({ header: Object.keys(cells), definition });
    const normalise = createRowNormaliser({ definition, columns, phones: createPhones() });
    const row = normalise({ row: 1, cells: Object.values(cells) });
    if (isRejected(row)) throw new Error(row.detail);
    expect(fillableVariables(columns).toSorted()).toEqual(Object.keys(row.contact.variables).toSorted());
  });
});
