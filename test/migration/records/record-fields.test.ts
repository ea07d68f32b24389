import { describe, expect, test } from 'vitest';
import { readRecord } from '../../../src/migration/records/record-fields.ts';

const usual = {
  _id: '5f0e9c2b8a1d4c0012345678',
  name: 'Spring Check-up',
  client: 'northwind',
  from: '+12025550100',
  numbers: ['+12125550101', '+12125550102', '+12125550103'],
  status: 'running',
  processedIndex: 1,
};
const read = (changes: object, names = {}) => readRecord({ value: { ...usual, ...changes }, names });

test('the fields of a record are found by their usual names', () => {
  expect(read({})).toEqual({
    id: '5f0e9c2b8a1d4c0012345678',
    name: 'Spring Check-up',
    client: 'northwind',
    from: '+12025550100',
    numbers: usual.numbers,
    status: 'running',
    processed: 1,
    isUnderWay: true,
  });
});

test('other names of fields, paths into the record and other words of statuses are mapped', () => {
  const record = { title: 'Autumn', meta: { at: '2', who: 7 }, phones: [1, 2, 3], state: 'HALTED' };
  const names = {
    name: ['title'],
    index: ['meta.at'],
    client: ['meta.who'],
    numbers: ['phones'],
    status: ['state'],
    paused: ['halted'],
  };
  expect(readRecord({ value: record, names })).toMatchObject({
    id: null,
    name: 'Autumn',
    client: '7',
    from: null,
    status: 'paused',
    processed: 2,
    isUnderWay: false,
  });
});

describe('the index', () => {
  test.each([
    ['a draft without one has processed nothing', { status: 'draft', processedIndex: undefined }, 0],
    ['a paused campaign has processed the numbers before it', { status: 'paused' }, 1],
    ['at the end, all numbers are processed', { processedIndex: 3 }, 3],
    ['a completed campaign without one has processed all', { status: 'done', processedIndex: null }, 3],
    ['a completed campaign may stop at its last number', { status: 'done', processedIndex: 2 }, 3],
  ])('%s', (_, changes, processed) => expect(read(changes).processed).toBe(processed));
});

describe('a record is refused', () => {
  test.each([
    ['its status is unknown', { status: 'weird' }, 'records.status-unknown'],
    ['it has no status', { status: '' }, 'records.field-missing'],
    ['it has no name', { name: null }, 'records.field-missing'],
    ['it has no numbers', { numbers: undefined }, 'records.field-missing'],
    ['its numbers are no list', { numbers: '+12125550101' }, 'records.field-invalid'],
    ['it runs and has no index', { processedIndex: null }, 'records.field-missing'],
    ['its index is beyond its numbers', { processedIndex: 4 }, 'records.field-invalid'],
    ['its index is negative', { processedIndex: -1 }, 'records.field-invalid'],
    ['its index is no number', { processedIndex: 'one' }, 'records.field-invalid'],
    ['it is completed before its last numbers', { status: 'completed' }, 'records.field-invalid'],
  ])('if %s', (_, changes, code) => expect(() => read(changes)).toThrow(expect.objectContaining({ code })));

  test('if it is not an object', () => {
    for (const value of [null, 'x', []])
      expect(() => readRecord({ value, names: {} })).toThrow(
        expect.objectContaining({ code: 'records.field-invalid' }),
      );
  });
});
