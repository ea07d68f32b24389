import pino from 'pino';
import { compose } from '../../../src/compose.ts';
import type { Service, ServiceParts } from '../../../src/compose.ts';
import type { HttpRequest } from '../../../src/channels/voice/plivo/requests/http-send.ts';
import type { Clock } from '../../../src/platform/clock.ts';
import { guardBus, guardClocks, guardFetch, guardSend, guardStore } from './fuse.ts';
import type { Guarding } from './fuse.ts';

/** Where every instance of a test is reached. */
export const publicUrl = 'http://ringmaster.test';

/** The account at the carrier. */
export const account = { authId: 'MATESTS0000000000001', authToken: 'token-of-the-tests' };

/** The account of the tests with the address of the carrier. */
export const testCarrier = { ...account, baseUrl: 'http://localhost:8088', requestsPer5s: 10_000 };

export const unlimited = { concurrent: null, perSecond: null };

type Own = 'instance' | 'store' | 'bus' | 'clocks' | 'random' | 'send';

export type ProcessParts = Pick<ServiceParts, Own> &
  Partial<Omit<ServiceParts, Own>> &
  Guarding & {
    /** The clock of the bus, which is outside the process. */
    busClock: Clock;
    /** Called when the first byte of a request to the carrier is about to be written. */
    onWrite?: (request: HttpRequest) => void;
  };

/** An instance of the service. `answer` is its port: a killed process refuses the connection. */
export type Process = Service & { answer: (request: Request) => Promise<Response> };

/**
 * Composes an instance as a process that can be killed or frozen: every call to its store, bus and carrier, every timer
 * and every request passes its fuse.
 */
export function composeProcess({ fuse, watch, busClock, onWrite, ...parts }: ProcessParts): Process {
  const guarding = { fuse, watch };
  const service = compose({
    log: pino({ level: 'silent' }),
    publicUrl,
    carrier: testCarrier,
    carrierName: 'simulator',
    busName: 'memory',
    apiKeys: [],
    shared: { account: unlimited, global: unlimited, caller: unlimited },
    breathe: () => new Promise((resolve) => setImmediate(() => fuse.whenAwake(resolve))),
    ...parts,
    store: guardStore({ store: parts.store, ...guarding }),
    bus: guardBus({ bus: parts.bus, clock: busClock, ...guarding }),
    clocks: guardClocks({ clocks: parts.clocks, fuse }),
    send: guardSend({ send: parts.send, ...(onWrite && { onWrite }), ...guarding }),
  });
  return { ...service, answer: guardFetch({ fetch: service.fetch, ...guarding }) };
}
