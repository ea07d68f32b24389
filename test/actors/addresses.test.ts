import { describe, expect, test } from 'vitest';
import type { CampaignDefinition } from '../../src/domain/campaign/campaign-definition.ts';
import { voiceStepSchema } from '../../src/channels/voice/step.ts';
import { emailAddress, phoneAddress } from '../../src/domain/contact/address.ts';
import type { ContactAddress } from '../../src/domain/contact/address.ts';
import type { EnrollableRow } from '../../src/domain/contact/contact.ts';
import { phoneOf, rowOf } from '../support/builders/contacts.ts';
import type { Script } from '../support/service/channels/scripted-channel.ts';
import { startScriptedService } from '../support/service/start-scripted-service.ts';
import type { ScriptedService } from '../support/service/start-scripted-service.ts';
import { mailRegistry } from '../support/mail/descriptor.ts';

let service: ScriptedService;

const hour = 3_600_000;
const call = voiceStepSchema.parse({
  id: 'call',
  channel: 'voice',
  from: '+12025550100',
  flow: [{ speak: 'Hello' }],
});
const mail = { id: 'mail', channel: 'mail', after: '1h', text: 'Hello' };
const answered: Script = () => ({ afterMs: 20_000, disposition: 'answered' });
const mailOf = (row: number): string => `person${row}@example.com`;

function contact(row: number, addresses: readonly ContactAddress[], externalId: string | null = null) {
  const plain = rowOf(row);
  return { ...plain, identity: `row:${row}`, contact: { ...plain.contact, addresses, externalId } };
}

/** A campaign of calls and mails, with its contacts, at the time when their window is open. */
async function open({
  steps = [call, mail],
  rows,
  name = 'spring',
}: {
  steps?: readonly object[];
  rows: readonly EnrollableRow[];
  name?: string;
}): Promise<string> {
  const { definition } = await service.create({ name: `${name}-form` });
  const both = { ...definition, name, steps: steps as CampaignDefinition['steps'] };
  const { id } = await service.engine.createCampaign({ definition: both, by: 'test' });
  await service.enroll({ campaign: id, rows });
  return id;
}

async function run(campaign: string, ms = 12 * hour): Promise<void> {
  await service.startCampaign(campaign);
  await service.pass(ms);
}

const openMail = async (script: Script = answered): Promise<void> => {
  service = await startScriptedService({ script, registry: mailRegistry });
};
const called = (): string[] => service.calls.map(({ address }) => address);
const mailed = (): string[] => service.mails.map(({ address }) => address);
const statesOf = async (campaign: string) => (await service.record(campaign)).counters.states;
const skipsOf = async (campaign: string) =>
  (await service.store.readEvents({ campaign, afterSeq: 0, limit: 999 }))
    .filter(({ type }) => type === 'enrollment.step-skipped')
    .map(({ position, data }) => [position, 'reason' in data ? data.reason : null]);
const suppress = (address: string, reason: string) =>
  service.engine.suppress({ client: 'default', address, reason, by: 'test' });

describe('the address of an attempt', () => {
  test('is the first one of the kind that the step needs', async () => {
    await openMail();
    const addresses = [phoneAddress(phoneOf(1)), phoneAddress(phoneOf(9)), emailAddress(mailOf(1))];
    const id = await open({ rows: [contact(1, addresses)] });
    await run(id);
    expect([called(), mailed()]).toEqual([[phoneOf(1)], [mailOf(1)]]);
    expect(await statesOf(id)).toEqual({ completed: 1 });
  });

  test('is the next email address where the first one is suppressed', async () => {
    await openMail();
    const id = await open({
      steps: [mail],
      rows: [contact(1, [emailAddress('a@x.com'), emailAddress('b@x.com')])],
    });
    await suppress('a@x.com', 'bounced');
    await run(id);
    expect(mailed()).toEqual(['b@x.com']);
  });

  test('is missing: the step is skipped with a reason, and the next one follows', async () => {
    await openMail();
    const rows = [contact(1, [emailAddress(mailOf(1))]), contact(2, [phoneAddress(phoneOf(2))])];
    const id = await open({ rows });
    await run(id);
    expect([called(), mailed()]).toEqual([[phoneOf(2)], [mailOf(1)]]);
    expect(await skipsOf(id)).toEqual([
      [1, 'contact.no-address'],
      [2, 'contact.no-address'],
    ]);
    expect(await statesOf(id)).toEqual({ completed: 2 });
  });

  test('is missing for every step: the contact ends, and results and why say so', async () => {
    await openMail();
    const id = await open({ steps: [mail], rows: [contact(1, [phoneAddress(phoneOf(1))])] });
    await run(id);
    expect(await statesOf(id)).toEqual({ 'dead-lettered': 1 });
    let csv = '';
    for await (const part of service.queries.results({ record: await service.record(id) })) csv += part;
    expect(csv).toContain('no step could reach this contact (contact.no-address)');
    const [enrollment] = await service.store.readEnrollments({ campaign: id, positions: [1] });
    if (!enrollment) throw new Error('nobody');
    const why = await service.queries.whyContact({ record: await service.record(id), enrollment });
    expect(why.summary).toContain('contact.no-address');
    expect(why.history.map(({ type }) => type)).toContain('enrollment.step-skipped');
  });
});

describe('a suppression', () => {
  const rows = [contact(1, [phoneAddress(phoneOf(1)), emailAddress(mailOf(1))])];

  test.each([
    [phoneOf(1), 'do-not-call', [], [mailOf(1)], { completed: 1 }],
    [phoneOf(1), 'phone-opt-out', [], [mailOf(1)], { completed: 1 }],
    [mailOf(1), 'email-opt-out', [phoneOf(1)], [], { suppressed: 1 }],
    [mailOf(1), 'bounced', [phoneOf(1)], [], { suppressed: 1 }],
    [phoneOf(1), 'opt-out', [], [], { suppressed: 1 }],
    [mailOf(1), 'opted-out', [], [], { suppressed: 1 }],
  ])('of %s as %s bars what it names', async (address, reason, calls, mails, states) => {
    await openMail();
    const id = await open({ rows });
    await suppress(address, reason);
    await run(id);
    expect([called(), mailed()]).toEqual([calls, mails]);
    expect(await statesOf(id)).toEqual(states);
  });

  test('of every address that is left ends the contact as suppressed', async () => {
    await openMail();
    const id = await open({ rows });
    await run(id, 30 * 60_000);
    await suppress(mailOf(1), 'bounced');
    await service.pass(12 * hour);
    expect([called(), mailed()]).toEqual([[phoneOf(1)], []]);
    expect(await statesOf(id)).toEqual({ suppressed: 1 });
  });
});

describe('an opt-out in a call', () => {
  test('covers every address of the person, those of other contacts and later ones too, until it is lifted', async () => {
    await openMail(() => ({ afterMs: 20_000, disposition: 'answered', outcome: 'opt-out' }));
    const first = [phoneAddress(phoneOf(1)), emailAddress(mailOf(1))];
    const id = await open({ rows: [contact(1, first, 'C1')] });
    await run(id, hour);
    expect([called(), mailed()]).toEqual([[phoneOf(1)], []]);
    const later = [
      contact(2, [emailAddress('other@x.com')], 'C1'),
      contact(3, [emailAddress('third@x.com')]),
    ];
    const autumn = await open({ name: 'autumn', steps: [mail], rows: later });
    await run(autumn);
    expect(mailed()).toEqual(['third@x.com']);
    // Joined to the person by the external id above, and not on any list itself.
    const winter = await open({
      name: 'winter',
      steps: [mail],
      rows: [contact(4, [emailAddress('other@x.com')])],
    });
    await run(winter);
    expect(await statesOf(winter)).toEqual({ suppressed: 1 });
    await service.engine.unsuppress({ client: 'default', address: phoneOf(1), by: 'test' });
    const spring = await open({
      name: 'next',
      steps: [mail],
      rows: [contact(5, [emailAddress('other@x.com')])],
    });
    await run(spring);
    expect(mailed()).toEqual(['third@x.com', 'other@x.com']);
  });
});

describe('the person behind several contacts', () => {
  const joined = [contact(1, [phoneAddress(phoneOf(1))], 'C1'), contact(2, [phoneAddress(phoneOf(2))], 'C1')];

  test('is touched by two campaigns a minute apart, and by one after its own delays', async () => {
    await openMail();
    const spring = await open({ steps: [call], rows: [joined[0] as EnrollableRow] });
    const autumn = await open({ name: 'autumn', steps: [call], rows: [joined[1] as EnrollableRow] });
    await service.startCampaign(spring);
    await service.startCampaign(autumn);
    await service.pass(hour);
    const [first, second] = service.calls;
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(60_000);
    const events = await service.store.readEvents({ campaign: autumn, afterSeq: 0, limit: 99 });
    const deferred = events.find(({ type }) => type === 'enrollment.deferred');
    expect(deferred?.data).toMatchObject({ reason: 'person.busy' });
  });

  test('has a count of the day for each channel: mails use up no calls', async () => {
    await openMail(() => ({ afterMs: 20_000, disposition: 'busy' }));
    const both = [phoneAddress(phoneOf(1)), emailAddress(mailOf(1))];
    const steps = [
      { ...mail, after: undefined },
      { ...call, after: '10m' },
    ];
    const id = await open({ steps, rows: [contact(1, both)] });
    await run(id, 14 * hour);
    const [enrollment] = await service.store.readEnrollments({ campaign: id, positions: [1] });
    const person = [...(await service.store.readPersons([enrollment?.person ?? ''])).values()][0];
    const { maxPerDay } = (await service.record(id)).definition.retry;
    expect(person?.days['mail']).toEqual({ day: '2027-03-01', count: maxPerDay });
    expect(mailed()).toHaveLength(maxPerDay);
  });
});
