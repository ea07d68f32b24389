import { parse } from 'csv-parse/sync';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CampaignRecord } from '../../src/domain/campaign/campaign.ts';
import { resultColumns } from '../../src/queries/results/columns.ts';
import { usualForm } from '../../src/domain/contact/list-form.ts';
import { csvLine } from '../../src/queries/results/csv-line.ts';
import { phoneOf, rowOf, rowsOf } from '../support/builders/contacts.ts';
import { startScriptedService } from '../support/service/start-scripted-service.ts';
import type { ScriptedService } from '../support/service/start-scripted-service.ts';

const minute = 60_000;

describe('a line of CSV', () => {
  test('reads back as the cells it was made of, with an apostrophe before formulas, whatever they are', () => {
    const cell = fc.oneof(
      fc.string(),
      fc.constantFrom('a,b', 'say "hi"', 'two\r\nlines', '=1+1', '-x', ' ', ''),
    );
    fc.assert(
      fc.property(fc.array(cell, { minLength: 2, maxLength: 6 }), (cells) => {
        const read = parse(csvLine({ cells, form: usualForm }), {
          relax_column_count: true,
          record_delimiter: '\r\n',
        });
        const plain = read.map((line: string[]) =>
          line.map((text, index) => (text === `'${cells[index]}` ? text.slice(1) : text)),
        );
        expect(plain).toEqual([cells]);
      }),
    );
  });
});

describe('the columns of several lists', () => {
  test('are joined by name, the first list first, and a name used twice stays two columns', () => {
    const columns = resultColumns([
      { id: 'one', columns: ['name', 'phone', 'phone'] },
      { id: 'two', columns: ['phone', 'company', 'name'] },
    ]);
    expect(columns.header).toEqual(['name', 'phone', 'phone', 'company']);
    expect(columns.place({ import: 'one', cells: ['Ann', '1', '2'] }).cells).toEqual(['Ann', '1', '2', '']);
    const second = columns.place({ import: 'two', cells: ['3', 'Acme', 'Bob', 'extra'] });
    expect(second).toEqual({ cells: ['Bob', '3', '', 'Acme'], surplus: ['extra'] });
  });
});

describe('results', () => {
  let service: ScriptedService;
  const read = async (record: CampaignRecord): Promise<{ text: string; rows: Record<string, string>[] }> => {
    let text = '';
    for await (const chunk of service.queries.results({ record })) text += chunk;
    return { text, rows: parse(text, { columns: true }) };
  };

  test('give every row of every list back in order, with what happened to it in plain words', async () => {
    service = await startScriptedService({
      script: ({ address }) => {
        if (address === phoneOf(1)) return { afterMs: 1_000, disposition: 'answered', outcome: 'confirmed' };
        if (address === phoneOf(2)) return { afterMs: 1_000, disposition: 'invalid' };
        if (address === phoneOf(4)) return { afterMs: 1_000, disposition: 'answered', outcome: 'opt-out' };
        return { afterMs: 1_000, disposition: 'busy' };
      },
    });
    const { id } = await service.create({ name: 'spring', retry: { maxAttempts: 1 } });
    await service.enroll({
      campaign: id,
      columns: ['name', 'phone'],
      rows: [
        rowOf(1, { cells: ['=SUM(A1)', '+1 (202) 555-0001'] }),
        rowOf(2),
        { ...rowOf(1), row: 4, cells: ['Again', phoneOf(1)] },
        { ...rowOf(3), row: 5, cells: ['"Third", the', phoneOf(3)] },
        { ...rowOf(4), row: 6 },
        { ...rowOf(5), row: 7 },
      ],
      optOuts: [{ row: 7, marks: [{ key: phoneOf(5), reason: 'opted-out' }] }],
      rejected: [
        {
          row: 3,
          code: 'contact.phone-invalid',
          detail: '"555-CALL-ME" is not a phone number in US',
          cells: ['Bad', '555-CALL-ME', 'lost'],
        },
      ],
    });
    await service.enroll({
      campaign: id,
      columns: ['phone', 'company'],
      rows: [rowOf(8, { row: 1, cells: [phoneOf(8), 'Acme'], timeZone: 'Australia/Sydney' })],
    });
    await service.startCampaign(id);
    await service.pass(10 * minute);
    const { text, rows } = await read(await service.record(id));
    expect(text.split('\r\n')[0]).toBe(
      'name,phone,company,rm_state,rm_disposition,rm_attempts,rm_last_attempt_at,rm_reason',
    );
    expect(text).toContain("'=SUM(A1),+1 (202) 555-0001,,completed,answered,1,");
    expect(rows.map(({ name, rm_state, rm_attempts }) => [name, rm_state, rm_attempts])).toEqual([
      ["'=SUM(A1)", 'completed', '1'],
      ['Person 2', 'invalid', '1'],
      ['Bad', 'rejected', '0'],
      ['Again', 'duplicate', '0'],
      ['"Third", the', 'exhausted', '1'],
      ['Person 4', 'opted-out', '1'],
      ['Person 5', 'suppressed', '0'],
      ['', 'pending', '0'],
    ]);
    expect(rows.map(({ rm_reason }) => rm_reason)).toEqual([
      'reached in 1 attempt; the last: answered (confirmed)',
      'the number is not in service',
      '"555-CALL-ME" is not a phone number in US (beyond the last column: lost)',
      'is in this campaign already',
      'no success in 1 attempt; the last: busy',
      'asked not to be contacted again',
      'on a do-not-contact list (opted-out)',
      'not tried yet',
    ]);
    expect(rows[0]?.['rm_last_attempt_at']).toMatch(/^2027-03-01T14:00:0/);
    expect(rows[7]).toMatchObject({ phone: phoneOf(8), company: 'Acme' });
  });

  test('come in chunks that neither lose nor repeat a contact at their edges', async () => {
    service = await startScriptedService({ script: () => ({ afterMs: 1_000, disposition: 'busy' }) });
    const { id } = await service.create({ name: 'spring' });
    await service.enroll({ campaign: id, rows: rowsOf(1_001) });
    const chunks: string[] = [];
    for await (const chunk of service.queries.results({ record: await service.record(id) }))
      chunks.push(chunk);
    expect(chunks.length).toBeGreaterThan(2);
    const rows: Record<string, string>[] = parse(chunks.join(''), { columns: true });
    expect(rows.map(({ phone }) => phone)).toEqual(rowsOf(1_001).map(({ address }) => address));
  });

  test('say that the campaign was cancelled for each remaining contact, and that one was removed', async () => {
    service = await startScriptedService({ script: () => ({ afterMs: 1_000, disposition: 'busy' }) });
    const { id } = await service.create({ name: 'spring' });
    await service.enroll({ campaign: id, rows: rowsOf(2) });
    const remove = { name: 'remove', position: 1, reason: null } as const;
    await service.engine.commandContact({ campaign: id, command: remove, by: 'test' });
    const before = await read(await service.record(id));
    expect(before.rows[0]).toMatchObject({ rm_state: 'cancelled', rm_reason: 'taken out of the campaign' });
    const cancel = { name: 'cancel', hangUp: false, reason: null } as const;
    await service.engine.command({ campaign: id, command: cancel, by: 'test' });
    const { rows } = await read(await service.record(id));
    expect(rows[1]).toMatchObject({ rm_state: 'cancelled', rm_reason: 'the campaign was cancelled' });
  });
});
