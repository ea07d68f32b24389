import { describe, expect, test } from 'vitest';
import { emailAddress, phoneAddress } from '../../src/domain/contact/address.ts';
import type { EnrollableRow } from '../../src/domain/contact/contact.ts';
import { externalIdKey } from '../../src/domain/contact/opt-out.ts';
import type { OptOutMark, RowOptOut } from '../../src/domain/contact/opt-out.ts';
import { phoneOf, rowOf } from '../support/builders/contacts.ts';
import { startScriptedService } from '../support/service/start-scripted-service.ts';
import type { ScriptedService } from '../support/service/start-scripted-service.ts';

let service: ScriptedService;

const optOut = (row: number, ...keys: string[]): RowOptOut => ({
  row,
  marks: keys.map((key): OptOutMark => ({ key, reason: 'opted-out' })),
});

/** A contact of so many numbers beside the one that is called, and maybe an external id. */
function contactOf(row: number, { others = [], id }: { others?: string[]; id?: string } = {}): EnrollableRow {
  const plain = rowOf(row);
  const addresses = [plain.address, ...others].map((phone) => phoneAddress(phone));
  const contact = { ...plain.contact, addresses, externalId: id ?? null };
  return { ...plain, ...(id !== undefined && { identity: `id:${id}` }), contact };
}

async function open(name = 'spring') {
  service = await startScriptedService({ script: () => ({ afterMs: 30_000, disposition: 'answered' }) });
  return (await service.create({ name })).id;
}

const calledNumbers = (): string[] => service.calls.map(({ address }) => address).toSorted();
const states = async (campaign: string) => (await service.record(campaign)).counters.states;

describe('an opt-out in a list', () => {
  test('holds in a duplicate row of the same list, and is counted', async () => {
    const campaign = await open();
    const rows = [contactOf(1), contactOf(2), { ...contactOf(1), row: 3 }];
    await service.enroll({ campaign, rows, optOuts: [optOut(3, phoneOf(1))] });
    await service.startCampaign(campaign);
    await service.pass(3_600_000);
    expect(calledNumbers()).toEqual([phoneOf(2)]);
    expect((await service.store.listImports(campaign))[0]).toMatchObject({
      optedOut: 1,
      addressesSuppressed: 1,
      duplicates: 1,
    });
  });

  test('ends a contact of an earlier list that has any of its keys', async () => {
    const campaign = await open();
    const rows = [
      contactOf(1),
      contactOf(2, { others: ['+12025559002'] }),
      contactOf(3, { id: 'C3' }),
      contactOf(4),
    ];
    await service.enroll({ campaign, rows });
    const other = '+12025559003';
    await service.enroll({
      campaign,
      rows: [{ ...contactOf(1), row: 1 }],
      rejected: [{ row: 2, code: 'contact.timezone-unknown', detail: '', cells: [] }],
      optOuts: [optOut(1, phoneOf(1)), optOut(2, '+12025559002'), optOut(3, other, externalIdKey('C3'))],
    });
    expect(await states(campaign)).toMatchObject({ suppressed: 3, pending: 1 });
    await service.startCampaign(campaign);
    await service.pass(3_600_000);
    expect(calledNumbers()).toEqual([phoneOf(4)]);
  });

  test('is remembered by external id, for a later list with another number and another campaign', async () => {
    const campaign = await open();
    const rejected = [{ row: 1, code: 'contact.phone-premium-rate', detail: '', cells: [] }];
    await service.enroll({ campaign, rows: [], rejected, optOuts: [optOut(1, externalIdKey('C7'))] });
    const { id: later } = await service.create({ name: 'summer' });
    await service.enroll({ campaign: later, rows: [contactOf(7, { id: 'C7' }), contactOf(8)] });
    await service.startCampaign(later);
    await service.pass(3_600_000);
    expect(calledNumbers()).toEqual([phoneOf(8)]);
  });

  test('stops another campaign whose contact has the number as a further one', async () => {
    const first = await open();
    await service.enroll({ campaign: first, rows: [contactOf(1, { others: [phoneOf(9)] }), contactOf(2)] });
    const { id: second } = await service.create({ name: 'summer' });
    await service.enroll({ campaign: second, rows: [], optOuts: [optOut(1, phoneOf(9))] });
    await service.startCampaign(first);
    await service.pass(3_600_000);
    expect(calledNumbers()).toEqual([phoneOf(2)]);
    expect(await states(first)).toMatchObject({ suppressed: 1, completed: 1 });
  });

  test('from emails does not stop a call', async () => {
    const campaign = await open();
    const { contact, ...plain } = contactOf(1);
    const addresses = [...contact.addresses, emailAddress('ann@example.com')];
    const row = { ...plain, contact: { ...contact, addresses } };
    const marks = [{ key: 'ann@example.com', reason: 'email-opt-out' }];
    await service.enroll({ campaign, rows: [row], optOuts: [{ row: 1, marks }] });
    await service.startCampaign(campaign);
    await service.pass(3_600_000);
    expect(calledNumbers()).toEqual([phoneOf(1)]);
  });
});
