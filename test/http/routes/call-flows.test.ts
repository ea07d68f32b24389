import { describe, expect, test } from 'vitest';
import { phoneAddress } from '../../../src/domain/contact/address.ts';
import { rowsOf } from '../../support/builders/contacts.ts';
import type { Json } from '../../support/service/api-client.ts';
import { startService } from '../../support/service/start-service.ts';
import type { FaultRuleInput, ScenarioInput } from '../../../src/simulator/index.ts';

/** A call that uses every kind of answer. */
const order = {
  from: '+12025550100',
  flow: [{ speak: 'Hello.' }, { goto: 'menu' }],
  branches: {
    menu: [
      {
        gather: {
          speak: 'Press 1, 2, 3, 4, 5 or 9.',
          on: {
            '1': { outcome: 'confirmed', goto: 'language' },
            '2': { goto: 'reception' },
            '3': { callBack: '2h', goto: 'goodbye' },
            '4': { goto: 'when' },
            '5': { goto: 'message' },
            '9': { optOut: true as const, goto: 'goodbye' },
          },
          noInput: 'goodbye',
          wrong: 'menu',
        },
      },
    ],
    language: [
      {
        gather: {
          speak: 'Press 1 or 2.',
          on: { '1': { set: { language: 'English' } }, '2': { set: { language: 'Spanish' } } },
        },
      },
      { gather: { speak: 'Your postal code?', digits: 5, as: 'postal_code' } },
      { speak: 'Thank you, {{postal_code}}.' },
    ],
    reception: [
      { dial: { number: '+12025550201', timeout: '20s', on: { completed: 'goodbye' } } },
      { gather: { speak: 'Nobody is free. To be called, press 1.', on: { '1': 'wants-call' } } },
    ],
    when: [
      {
        gather: {
          speak: 'When?',
          digits: 4,
          callBackAt: 'digits' as const,
          wrong: 'when',
          noInput: 'goodbye',
        },
      },
    ],
    message: [{ record: { atMost: '20s' } }, { speak: 'Thank you.' }],
    goodbye: [{ speak: 'Goodbye.' }],
  },
  machineDetection: { machine: 'voicemail' as const, message: [{ speak: 'Please call us back.' }] },
};

type Call = Json & { id: string };
type Script = NonNullable<ScenarioInput['numbers']>[string][number];

const number = '12125550155';

/** Calls one contact, who behaves like this, and waits until everything about the call has been reported. */
async function callWith(script: Script, faults: FaultRuleInput[] = []) {
  const numbers = { [number]: [script], '12025550201': ['busy' as const] };
  const scenario = { numbers, timings: { talkMs: [12_000, 12_000] as [number, number] } };
  const service = await startService({ carrier: { scenario, faults } });
  const placed = await service.send<{ call: Call }>('POST', '/v1/calls', { to: `+${number}`, ...order });
  expect(placed.status).toBe(202);
  await service.until(() => service.simulator.calls().some(({ state }) => state === 'ended'));
  await service.pass(120_000);
  const { body: call } = await service.send<Call>('GET', `/v1/calls/${placed.body.call.id}`);
  const [carried] = service.simulator.calls();
  const asked = service.simulator.journal
    .entries()
    .flatMap((entry) => (entry.type === 'callback' ? [entry.event] : []));
  return { service, call, end: carried?.end?.code, answeredAt: carried?.answeredAt ?? 0, asked };
}

describe('a call flow', () => {
  test('follows the digits through its branches, and keeps what they set', async () => {
    const { call } = await callWith({ outcome: 'human', keys: ['7', '1', '2', '94107'] });
    expect(call).toMatchObject({
      disposition: 'answered',
      outcome: 'confirmed',
      answers: { language: 'Spanish', postal_code: '94107' },
      wantsCallBackAt: null,
    });
  });

  test('says goodbye to a contact who opts out', async () => {
    const { service, call, end } = await callWith({ outcome: 'human', keys: ['9'] });
    expect(call).toMatchObject({ outcome: 'opt-out' });
    expect(end).toBe(4010);
    const suppressed = await service.send<{ items: Json[] }>('GET', '/v1/suppressions');
    expect(suppressed.body.items).toMatchObject([{ address: `+${number}` }]);
  });

  test('takes digits that are reported twice once: the call back stays when it was asked for', async () => {
    const twice = { fault: 'callback-duplicate', match: { event: 'GetDigits' }, ms: 30_000 } as const;
    const { service, call, answeredAt, asked } = await callWith({ outcome: 'human', keys: ['3'] }, [twice]);
    expect(asked.filter((event) => event === 'GetDigits')).toHaveLength(2);
    const after = Date.parse(String(call['wantsCallBackAt'])) - answeredAt;
    expect(after).toBeGreaterThan(2 * 3_600_000);
    expect(after).toBeLessThan(2 * 3_600_000 + 25_000);
    await service.pass(2 * 3_600_000);
    expect(service.simulator.calls()).toHaveLength(2);
  });

  test('reads a time on the clock of the contact, and asks again for one that no clock shows', async () => {
    const { call, answeredAt } = await callWith({ outcome: 'human', keys: ['4', '2561', '1530'] });
    const at = new Date(String(call['wantsCallBackAt']));
    expect(at.getTime()).toBeGreaterThan(answeredAt);
    expect(at.toLocaleTimeString('en-GB', { timeZone: 'America/New_York' })).toBe('15:30:00');
  });

  test('goes on after a transfer as its end says', async () => {
    const { call, asked } = await callWith({ outcome: 'human', keys: ['2', '1'] });
    expect(asked).toContain('Dial');
    expect(call).toMatchObject({ outcome: 'wants-call' });
  });

  test('stores the recording of a message, and erases it with the contact', async () => {
    const { service, call } = await callWith({ outcome: 'human', keys: ['5'] });
    expect(call).toMatchObject({ recordings: [{ seconds: 12 }] });
    await service.send('POST', '/v1/erasures', { address: `+${number}` });
    const { body } = await service.send<Call>('GET', `/v1/calls/${call.id}`);
    expect(body).toMatchObject({ recordings: [], answers: {} });
  });

  test('ends where the contact hangs up, with what was said until then', async () => {
    const { call } = await callWith({ outcome: 'human', keys: ['1', '2', '1'], leavesAtQuestion: 3 });
    expect(call).toMatchObject({ outcome: 'confirmed', answers: { language: 'Spanish' } });
    expect(call['cause']).toMatchObject({ source: 'Callee' });
  });

  test('begins at its first entry if the first document was lost on its way', async () => {
    const lost = { fault: 'callback-lost', match: { event: 'StartApp' } } as const;
    const { call } = await callWith({ outcome: 'human', keys: ['1', '1', ''] }, [lost]);
    expect(call).toMatchObject({ outcome: 'confirmed', answers: { language: 'English' } });
  });
});

describe('an answering machine', () => {
  test('hears the message after its greeting, and the call ends as a voicemail', async () => {
    const { call, asked } = await callWith({ outcome: 'machine', beepAfterMs: 11_000 });
    expect(asked.filter((event) => event === 'Transfer')).toHaveLength(1);
    expect(call).toMatchObject({ disposition: 'voicemail', outcome: null });
  });

  test('that is reported twice hears the message once', async () => {
    const twice = { fault: 'callback-duplicate', match: { event: 'MachineDetection' }, ms: 3_000 } as const;
    const { call, asked } = await callWith({ outcome: 'machine', beepAfterMs: 20_000 }, [twice]);
    expect(asked.filter((event) => event === 'Transfer')).toHaveLength(1);
    expect(call).toMatchObject({ disposition: 'voicemail' });
  });

  test('that the carrier hangs up on before the message is a machine', async () => {
    const { call } = await callWith({ outcome: 'machine-hangup' });
    expect(call).toMatchObject({ disposition: 'machine' });
  });

  test('is nobody who has pressed a key: the flow goes on', async () => {
    const wrong = [
      { fault: 'machine-wrong' } as const,
      { fault: 'callback-late', match: { event: 'MachineDetection' }, ms: 6_000 } as const,
    ];
    const { call, asked } = await callWith({ outcome: 'human', keys: ['1', '2', '94107'] }, wrong);
    expect(asked).toContain('MachineDetection');
    expect(asked).not.toContain('Transfer');
    expect(call).toMatchObject({ outcome: 'confirmed', answers: { language: 'Spanish' } });
  });
});

test('a later step says what the contact has set in an earlier one', async () => {
  const numbers = { '12125550155': [{ outcome: 'human' as const, keys: ['2'] }] };
  const service = await startService({ carrier: { scenario: { numbers } } });
  const ask = {
    speak: 'Press 1 or 2.',
    on: { '1': { set: { language: 'English' } }, '2': { set: { language: 'Spanish' } } },
  };
  const { id } = await service.create({
    name: 'languages',
    steps: [
      { id: 'ask', channel: 'voice', from: order.from, flow: [{ gather: ask }] },
      { id: 'tell', channel: 'voice', from: order.from, after: '5m', flow: [{ speak: '{{language}}' }] },
    ],
  });
  const [row] = rowsOf(1);
  if (!row) throw new Error('no row');
  const contact = { ...row.contact, addresses: [phoneAddress('+12125550155', null)] };
  await service.enroll({ campaign: id, rows: [{ ...row, address: '+12125550155', contact }] });
  await service.startCampaign(id);
  await service.pass(20 * 60_000);
  const calls = service.simulator.calls();
  expect(calls).toHaveLength(2);
  expect(calls[1]?.end).toMatchObject({ code: 4010 });
});

test.each([
  [{ flow: [{ goto: 'nowhere' }] }, 'flow.0.goto'],
  [{ flow: [{ speak: 'x' }, { goto: 'start' }] }, 'flow.1.goto'],
  [{ branches: { lonely: [{ speak: 'x' }] } }, 'branches.lonely'],
  [{ flow: [{ speak: { ssml: '<b>x</b>', voice: 'Polly.Joanna' } }] }, 'flow.0.speak.ssml'],
])('a single call with a flow that cannot work is refused: %j', async (over, path) => {
  const service = await startService();
  const { status, body } = await service.send('POST', '/v1/calls', {
    to: `+${number}`,
    from: order.from,
    flow: [{ speak: 'Hello.' }],
    ...over,
  });
  expect(status).toBe(422);
  expect(body).toMatchObject({ code: 'call.flow-invalid', issues: [{ path }] });
  expect(service.simulator.calls()).toEqual([]);
});
