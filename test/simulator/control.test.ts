import { describe, expect, test } from 'vitest';
import { createSimulator } from '../../src/simulator/index.ts';
import { account, createCarrier, monday } from './carrier.ts';
import { createTestClock } from '../support/time/test-clock.ts';

type Sent = { status: number; body: Record<string, unknown> };

function controlOf(simulator: { fetch: (request: Request) => Promise<Response> }, host = '127.0.0.1:4010') {
  return async (method: string, path: string, body?: unknown): Promise<Sent> => {
    const init = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) };
    const response = await simulator.fetch(
      new Request(`http://${host}/control/${path}`, { method, ...init }),
    );
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
}

describe('the control API', () => {
  test.each(['localhost:4010', '127.0.0.1:4010', '[::1]:4010'])('answers on %s', async (host) => {
    expect((await controlOf(createCarrier().simulator, host)('GET', 'stats')).status).toBe(200);
  });

  test.each(['carrier.example', '192.168.1.5:4010', '127.0.0.1.evil.example'])(
    'does not answer on %s',
    async (host) => {
      const control = controlOf(createCarrier().simulator, host);
      expect((await control('GET', 'stats')).status).toBe(403);
      expect((await control('POST', 'reset')).status).toBe(403);
    },
  );

  test('changes the given keys of the scenario, for later calls', async () => {
    const { simulator, call, last } = createCarrier();
    const control = controlOf(simulator);
    const changed = await control('POST', 'scenario', {
      suffixes: { '50': 'busy' },
      timings: { busyAfterMs: [1, 1] },
    });
    expect(changed.body).toMatchObject({ suffixes: { '50': 'busy' }, weights: { human: 55 } });
    expect(changed.body['timings']).toMatchObject({ busyAfterMs: [1, 1], ringAfterMs: [1000, 4000] });
    await call('+12025550150');
    expect(last('Hangup')).toMatchObject({ HangupCauseCode: '3010' });
    expect(simulator.calls()[0]?.plan.refusedAfterMs).toBe(1);
  });

  test('keeps earlier changes', async () => {
    const control = controlOf(createCarrier().simulator);
    await control('POST', 'scenario', { keys: { '5': 1 }, timings: { playMs: 7 } });
    const { body } = await control('POST', 'scenario', { impatient: 0.5, timings: { busyAfterMs: [2, 3] } });
    expect(body).toMatchObject({
      keys: { '5': 1 },
      impatient: 0.5,
      timings: { playMs: 7, busyAfterMs: [2, 3] },
    });
  });

  test('sets fault rules and shows how often they were applied', async () => {
    const { simulator, place } = createCarrier();
    const control = controlOf(simulator);
    await control('POST', 'faults', [{ fault: 'reject-500', times: 1 }]);
    expect((await place('+12025550101')).status).toBe(500);
    expect((await control('GET', 'faults')).body).toMatchObject({
      rules: [{ fault: 'reject-500', seen: 1, struck: 1 }],
    });
    await control('POST', 'faults', []);
    expect((await place('+12025550101')).status).toBe(201);
  });

  test.each([
    ['scenario', { weights: { human: -1 } }],
    ['scenario', { unheard: 1 }],
    ['scenario', 'not JSON'],
    ['faults', [{ fault: 'no-such-fault' }]],
    ['faults', 'not JSON'],
  ])('refuses a wrong %s with 400 and changes nothing', async (path, body) => {
    const control = controlOf(createCarrier().simulator);
    const before = await control('GET', path);
    expect((await control('POST', path, body)).status).toBe(400);
    expect(await control('GET', path)).toEqual(before);
  });

  test('returns the journal in parts, and its audit', async () => {
    const { simulator, call } = createCarrier();
    const control = controlOf(simulator);
    await call('+12025550101');
    const first = (await control('GET', 'journal')).body as { entries: unknown[]; next: number };
    expect(first.next).toBe(first.entries.length);
    await call('+12025550106');
    const second = (await control('GET', `journal?since=${first.next}`)).body as { entries: unknown[] };
    expect([...first.entries, ...second.entries]).toEqual(simulator.journal.entries());
    expect((await control('GET', 'audit')).body).toMatchObject({
      placements: 2,
      causes: { 2000: 1, 3010: 1 },
    });
    expect((await control('GET', 'journal?since=x')).status).toBe(400);
  });

  test('removes everything on reset, including open calls', async () => {
    const { simulator, place, clock, received } = createCarrier();
    const control = controlOf(simulator);
    await place('+12025550100');
    const { body } = await control('POST', 'reset');
    expect(body).toMatchObject({ calls: { dialing: 0, ended: 0 }, pendingCallbacks: 0 });
    await clock.pass(600_000);
    expect(received).toEqual([]);
    expect(simulator.journal.entries()).toEqual([]);
    await place('+12025550100');
    expect(simulator.calls()[0]?.ordinal).toBe(1);
  });

  test('reads and sets the clock of its host, if the host allows it', async () => {
    const clock = createTestClock({ startAt: monday });
    const accounts = [account];
    const clockControl = {
      read: () => ({ now: clock.now() }),
      set: (change: unknown) => ({ changed: change }),
    };
    const fetchCallback = () => Promise.resolve(new Response(''));
    const control = controlOf(createSimulator({ clock, accounts, fetchCallback, clockControl }));
    expect((await control('GET', 'clock')).body).toEqual({ now: monday });
    expect((await control('POST', 'clock', { speed: 60 })).body).toEqual({ changed: { speed: 60 } });
    expect((await controlOf(createCarrier().simulator)('GET', 'clock')).status).toBe(404);
  });
});
