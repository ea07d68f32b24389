import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createFindRate } from '../../src/domain/cost/find-rate.ts';
import { moneyText, readMoney } from '../../src/domain/cost/money.ts';
import { priceOf } from '../../src/domain/cost/rate.ts';
import { ratesText, readRates } from '../../src/domain/cost/rate-table.ts';

test('money is read and written exactly, and what is not a decimal is refused', () => {
  expect(['0.0085', '12', '0.1', '1000000000', '0.0000010'].map(readMoney)).toEqual([
    8_500, 12_000_000, 100_000, 1e15, 1,
  ]);
  expect(['-1', '1e3', '.5', '1.', '0.0000001', '', 'x', '1,5', '99999999999'].map(readMoney)).toEqual(
    Array.from({ length: 9 }, () => null),
  );
  expect([8_500, 12_000_000, 100_000, 0, -17_000, 1].map(moneyText)).toEqual([
    '0.0085',
    '12.00',
    '0.10',
    '0.00',
    '-0.017',
    '0.000001',
  ]);
  fc.assert(fc.property(fc.nat(2 ** 31), (micros) => readMoney(moneyText(micros)) === micros));
  // Ten times 0.1 are 1, which fractions do not give.
  expect(Array.from({ length: 10 }, () => readMoney('0.1') ?? 0).reduce((sum, one) => sum + one, 0)).toBe(
    1_000_000,
  );
});

test('seconds are rounded up to the increment, and at least the minimum counts', () => {
  const usd = { currency: 'USD', perMinute: 8_500 };
  const byMinute = { ...usd, increment: 60, minimum: 60 };
  expect([0, 1, 60, 61, 66].map((seconds) => priceOf(byMinute, seconds))).toEqual([
    0, 8_500, 8_500, 17_000, 17_000,
  ]);
  const bySecond = { ...usd, increment: 1, minimum: 30 };
  expect([1, 30, 31].map((seconds) => priceOf(bySecond, seconds))).toEqual([4_250, 4_250, 4_392]);
});

test('a table is read with or without header, and written so that it can be read again', () => {
  const rates = readRates(
    '\uFEFFprefix,rate,currency\r\n# comment\r\n+44,0.0120,USD\r\n447,"0.031",USD,1,30\r\n\r\n',
  );
  expect(rates).toEqual([
    { prefix: '44', perMinute: 12_000, currency: 'USD', increment: 60, minimum: 60 },
    { prefix: '447', perMinute: 31_000, currency: 'USD', increment: 1, minimum: 30 },
  ]);
  expect(readRates(ratesText(rates))).toEqual(rates);
});

test.each([
  ['44,free,USD', 'no rate'],
  ['044,0.01,USD', 'begins with 0'],
  ['x4,0.01,USD', 'no prefix'],
  ['44,0.01,usd', 'no currency'],
  ['44,0.01,USD,0', 'no billing increment'],
  ['44,0.01,USD,60,9999', 'no minimum'],
  ['44,0.01,USD,60,60,1', 'six|6 values'],
  ['44,0.01,USD\n+44,0.02,USD', 'also in line 1'],
  ['', 'has no rate'],
])('the table %j is refused with its line', (text, why) => {
  expect(() => readRates(text)).toThrow(new RegExp(why));
});

test('the longest prefix of the newest valid table counts; the own table of a client comes first', () => {
  const table = (client: string, validFrom: number, text: string) => ({
    client,
    validFrom,
    text,
    rates: 1,
    importedAt: 0,
    by: 'x',
  });
  const find = createFindRate([
    table('default', 100, '44,0.02,USD\n'),
    table('default', 10, '44,0.01,USD\n447,0.03,USD\n'),
    table('*', 0, '44,0.05,USD\n1,0.0085,USD\n'),
  ]);
  const priceAt = (address: string, at: number) => find(address, at)?.perMinute ?? null;
  expect(priceAt('+447911123456', 10)).toBe(30_000);
  expect(priceAt('+442071234567', 99)).toBe(10_000);
  expect(priceAt('+447911123456', 100)).toBe(20_000);
  expect(priceAt('+447911123456', 5)).toBe(50_000);
  expect(priceAt('+12025550123', 100)).toBe(8_500);
  expect(priceAt('+37255501234', 100)).toBeNull();
});
