import { describe, expect, test } from 'vitest';
import { createCarrier } from './carrier.ts';

const ends = [
  {
    to: '+12025550100',
    is: 'a person who answers and presses 1',
    code: '4000',
    status: 'completed',
    rings: true,
  },
  { to: '+12025550101', is: 'busy', code: '3010', status: 'busy', rings: true },
  { to: '+12025550102', is: 'no answer', code: '3000', status: 'no-answer', rings: true },
  { to: '+12025550103', is: 'rejected, which looks like busy', code: '3010', status: 'busy', rings: true },
  { to: '+12025550104', is: 'a machine', code: '4010', status: 'completed', rings: true },
  { to: '+12025550106', is: 'an invalid number', code: '2000', status: 'failed', rings: false },
  { to: '+12025550107', is: 'a carrier error', code: '3080', status: 'failed', rings: false },
  { to: '+12025550108', is: 'congestion', code: '3090', status: 'failed', rings: false },
  { to: '+12025550109', is: 'a person who drops the call', code: '4000', status: 'completed', rings: true },
  { to: '+12025550111', is: 'out of credit', code: '1010', status: 'cancel', rings: false },
  { to: '+12025550112', is: 'Indian concurrency', code: '5030', status: 'failed', rings: false },
  {
    to: '+12025550113',
    is: 'a phone that rings until ring_timeout',
    code: '6010',
    status: 'timeout',
    rings: true,
  },
];

describe('the outcome of a number', () => {
  test.each(ends)('$to is $is: $code', async ({ to, code, status, rings }) => {
    const { call, last, events } = createCarrier();
    await call(to);
    expect(last('Hangup')).toMatchObject({ HangupCauseCode: code, CallStatus: status });
    expect(events().includes('Ring')).toBe(rings);
  });

  test.each([
    ['00', 'Normal Hangup', 'NORMAL_CLEARING', 'Answer XML'],
    ['01', 'Busy Line', 'USER_BUSY', 'Carrier'],
    ['02', 'No Answer', 'NO_ANSWER', 'Carrier'],
    ['04', 'End Of XML Instructions', 'NORMAL_CLEARING', 'Plivo'],
    ['06', 'Invalid Destination Address', 'UNALLOCATED_NUMBER', 'Carrier'],
    ['07', 'Internal server error from carrier', 'NETWORK_OUT_OF_ORDER', 'Carrier'],
    ['08', 'Network congestion from carrier', 'SWITCH_CONGESTION', 'Carrier'],
    ['09', 'Normal Hangup', 'NORMAL_CLEARING', 'Callee'],
    ['11', 'Canceled (Out Of Credits)', 'CALL_REJECTED', 'Plivo'],
    ['12', 'Concurrency Limit Breached', 'CALL_REJECTED', 'Plivo'],
    ['13', 'Ring Timeout Reached', 'NO_ANSWER', 'Plivo'],
  ])('names the end of %s as the carrier does: %s', async (suffix, name, cause, source) => {
    const { call, last } = createCarrier();
    await call(`+120255501${suffix}`);
    expect(last('Hangup')).toMatchObject({
      HangupCauseName: name,
      HangupCause: cause,
      HangupSource: source,
    });
  });

  test('answers 05 as a machine and ends it with 9100 if detection is on', async () => {
    const { call, last, events } = createCarrier();
    await call('+12025550105', { machine_detection: 'true' });
    expect(events()).toEqual(['Ring', 'StartApp', 'MachineDetection', 'Hangup']);
    expect(last('Hangup')).toMatchObject({ HangupCauseCode: '9100', HangupCauseName: 'Machine Detected' });
  });

  test('continues with a machine if detection only reports, and hangs up if the request says so', async () => {
    const reporting = createCarrier();
    await reporting.call('+12025550104', { machine_detection: 'true' });
    expect(reporting.last('MachineDetection')).toMatchObject({ Machine: 'true', IfMachine: 'continue' });
    expect(reporting.last('Hangup')).toMatchObject({ HangupCauseCode: '4010' });

    const hanging = createCarrier();
    await hanging.call('+12025550104', { machine_detection: 'hangup' });
    expect(hanging.last('MachineDetection')).toMatchObject({ IfMachine: 'hangup' });
    expect(hanging.last('Hangup')).toMatchObject({ HangupCauseCode: '9100' });
  });

  test('reports nothing about a person if detection is on', async () => {
    const { call, events } = createCarrier();
    await call('+12025550100', { machine_detection: 'hangup' });
    expect(events()).not.toContain('MachineDetection');
  });

  test('drops 09 within six seconds of the answer', async () => {
    const { call, simulator } = createCarrier();
    await call('+12025550109');
    const [{ answeredAt, endedAt } = { answeredAt: null, endedAt: null }] = simulator.calls();
    expect((endedAt ?? 0) - (answeredAt ?? 0)).toBeLessThanOrEqual(6000);
  });

  test('drops the stream of 10 and continues with the next instruction', async () => {
    const stream = `<Response><Stream statusCallbackUrl="https://customer.test/stream?attempt=a1">wss://bot.test/</Stream>
      <Speak>Good bye</Speak></Response>`;
    const { call, last, received } = createCarrier({ customer: { answer: stream } });
    await call('+12025550110');
    expect(received.filter(({ path }) => path === 'stream').map(({ event }) => event)).toEqual([
      'StartStream',
      'DroppedStream',
    ]);
    expect(last('Hangup')).toMatchObject({ HangupCauseCode: '4010', HangupSource: 'Plivo' });
  });

  test('never sends the Hangup callback of 14, but its call record appears', async () => {
    const { call, events, simulator, json } = createCarrier();
    await call('+12025550114');
    expect(events()).toContain('StartApp');
    expect(events()).not.toContain('Hangup');
    const [{ callUuid } = { callUuid: '' }] = simulator.calls();
    expect((await json('GET', `Call/${callUuid}/`)).body).toMatchObject({ call_state: 'ANSWER' });
    expect((await json('GET', 'Call/?status=live')).body['calls']).toEqual([]);
  });

  test('stops ringing after ring_timeout', async () => {
    const { call, simulator } = createCarrier();
    await call('+12025550102', { ring_timeout: 10 });
    const [{ rangAt, endedAt, end } = { rangAt: 0, endedAt: 0, end: null }] = simulator.calls();
    expect((endedAt ?? 0) - (rangAt ?? 0)).toBe(10_000);
    expect(end?.code).toBe(6010);
  });

  test('rings for two minutes without a ring_timeout', async () => {
    const { call, simulator } = createCarrier();
    await call('+12025550113');
    const [{ rangAt, endedAt } = { rangAt: 0, endedAt: 0 }] = simulator.calls();
    expect((endedAt ?? 0) - (rangAt ?? 0)).toBe(120_000);
  });

  test('detects a machine no earlier than two seconds after the answer, and no later than machine_detection_time', async () => {
    const { call, simulator, received } = createCarrier();
    const verdicts: number[] = [];
    for (let count = 0; count < 8; count += 1) {
      const time = count < 4 ? { machine_detection_time: 2500 } : {};
      await call('+12025550104', { machine_detection: 'true', ...time });
      const verdict = received.findLast(({ event }) => event === 'MachineDetection');
      verdicts.push((verdict?.at ?? 0) - (simulator.calls().at(-1)?.answeredAt ?? 0));
    }
    expect(Math.min(...verdicts)).toBeGreaterThanOrEqual(2000);
    expect(Math.max(...verdicts.slice(0, 4))).toBeLessThanOrEqual(2500);
    expect(Math.max(...verdicts)).toBeLessThanOrEqual(5000);
    expect(Math.max(...verdicts)).toBeGreaterThan(2500);
  });

  test('ends a call when it rings if hangup_on_ring is 0', async () => {
    const { call, simulator, events } = createCarrier();
    await call('+12025550100', { hangup_on_ring: 0 });
    const [{ rangAt, endedAt, answeredAt } = { rangAt: 0, endedAt: 1, answeredAt: 0 }] = simulator.calls();
    expect([endedAt, answeredAt]).toEqual([rangAt, null]);
    expect(events()).toEqual(['Ring', 'Hangup']);
  });

  test('ends a call hangup_on_ring seconds after the start of ringing, and at its time limit', async () => {
    const { call, simulator } = createCarrier({
      customer: { answer: '<Response><Wait length="900"/></Response>' },
    });
    await call('+12025550113', { hangup_on_ring: 7 });
    await call('+12025550100', { time_limit: 33 });
    await call('+12025550100', { hangup_on_ring: 60 });
    const [ringing, talking, scheduled] = simulator.calls();
    expect((scheduled?.endedAt ?? 0) - (scheduled?.rangAt ?? 0)).toBe(60_000);
    expect(scheduled?.answeredAt).not.toBeNull();
    expect((ringing?.endedAt ?? 0) - (ringing?.rangAt ?? 0)).toBe(7000);
    expect((talking?.endedAt ?? 0) - (talking?.answeredAt ?? 0)).toBe(33_000);
    expect(talking?.end?.code).toBe(6000);
  });

  test('uses the outcomes of a scenario for a number, call by call', async () => {
    const numbers = { '12025550177': ['busy' as const, { outcome: 'human' as const, keys: ['9'] }] };
    const { call, received, last } = createCarrier({ options: { scenario: { numbers } } });
    await call('+12025550177');
    expect(last('Hangup')).toMatchObject({ HangupCauseCode: '3010' });
    await call('+12025550177');
    expect(received.find(({ path }) => path === 'keys')?.fields).toMatchObject({ Digits: '9' });
  });
});

describe('drawn outcomes', () => {
  const numbers = Array.from({ length: 400 }, (_, index) => `+1202555${String(1000 + index)}`).filter(
    (number) => Number(number.slice(-2)) > 14,
  );

  const drawAll = async (seed: number) => {
    const carrier = createCarrier({
      seed,
      options: { callsPerSecond: 1000, requestBudget: { requests: 1e6, perMs: 1 } },
    });
    for (const to of numbers) await carrier.place(to);
    return carrier;
  };

  test('follow the weights, differ by seed, and do not depend on the order of the calls', async () => {
    const { simulator } = await drawAll(1);
    const outcomes = simulator.calls().map(({ plan }) => plan.outcome);
    const share = outcomes.filter((name) => name === 'human').length / outcomes.length;
    expect(share).toBeGreaterThan(0.47);
    expect(share).toBeLessThan(0.63);

    const backwards = createCarrier({ seed: 1 });
    for (const to of numbers.slice(0, 40).toReversed()) await backwards.place(to);
    const plans = Object.fromEntries(simulator.calls().map(({ to, plan }) => [to, plan]));
    for (const { to, plan } of backwards.simulator.calls()) expect(plan).toEqual(plans[to]);

    const other = await drawAll(2);
    expect(other.simulator.calls().map(({ plan }) => plan.outcome)).not.toEqual(outcomes);
  });

  test('keep an invalid number invalid in all calls', async () => {
    const weights = { human: 1, invalid: 1 };
    const { place, simulator } = createCarrier({ options: { callsPerSecond: 1000, scenario: { weights } } });
    for (let round = 0; round < 3; round += 1) for (const to of numbers.slice(0, 20)) await place(to);
    const byNumber = Map.groupBy(simulator.calls(), ({ to }) => to);
    for (const calls of byNumber.values())
      expect(new Set(calls.map(({ plan }) => plan.outcome)).size).toBe(1);
    expect(new Set(simulator.calls().map(({ plan }) => plan.outcome))).toEqual(new Set(['human', 'invalid']));
  });
});
