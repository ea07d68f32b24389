import { createRequire } from 'node:module';
import plivo from 'plivo';
import { account } from '../../support/voice-setup.ts';
import type { ClientUnderTest, OpenClient } from './client-under-test.ts';
import { liveFilter, order, recordFilter } from './ordered-call.ts';

type Axios = {
  defaults: { adapter: unknown };
  getAdapter: (name: string) => (config: { url: string }) => unknown;
};
/** What is used of the SDK, whose own types do not declare all of it. */
type Calls = {
  create: (from: string, to: string, answerUrl: string, more: object) => Promise<{ requestUuid: string }>;
  listLiveCalls: (filter: object) => Promise<{ id: string }[]>;
  listQueuedCalls: () => Promise<{ id: string }[]>;
  getLiveCall: (id: string) => Promise<{ from: string; to: string }>;
  transfer: (id: string, more: object) => Promise<{ message: string }>;
  hangup: (id: string) => Promise<unknown>;
  cancel: (id: string) => Promise<unknown>;
  get: (id: string) => Promise<{ toNumber: string; hangupCauseCode: number }>;
  list: (filter: object) => Promise<Iterable<{ callUuid: string }>>;
};

/** The official SDK of Node. Its host is a constant, so its own axios is made to go elsewhere. */
export const openNpmSdk: OpenClient = ({ url }) => {
  const require = createRequire(import.meta.url);
  const axios = createRequire(require.resolve('plivo'))('axios') as Axios;
  const { adapter } = axios.defaults;
  const http = axios.getAdapter('http');
  axios.defaults.adapter = (config: { url: string }) =>
    http({ ...config, url: config.url.replace('https://api.plivo.com', url) });
  const calls = new plivo.Client(account.authId, account.authToken).calls as unknown as Calls;
  const client: ClientUnderTest = {
    async place() {
      const { from, to, answerUrl, more } = order;
      // The SDK adds to the object that it is given.
      const created = await calls.create(from, to, answerUrl, { ...more }).catch(() => null);
      return created?.requestUuid ?? null;
    },
    liveCalls: async () => (await calls.listLiveCalls({ ...liveFilter })).map(({ id }) => id),
    queuedCalls: async () => (await calls.listQueuedCalls()).map(({ id }) => id),
    liveCall: (id) => orNone(calls.getLiveCall(id)),
    async transfer(id, to) {
      const { message } = await calls.transfer(id, { legs: 'aleg', alegUrl: to, alegMethod: 'POST' });
      return message === 'transfer executed';
    },
    hangUp: async (id) => (await orNone(calls.hangup(id))) !== null,
    cancel: async (id) => (await orNone(calls.cancel(id))) !== null,
    async record(id) {
      const record = await orNone(calls.get(id));
      return record && { to: record.toNumber, code: String(record.hangupCauseCode) };
    },
    records: async () => [...(await calls.list({ ...recordFilter }))].map(({ callUuid }) => callUuid),
    isSigned: ({ method, url: dialled, nonce, signature, fields, authToken }) =>
      Promise.resolve(
        plivo.validateV3Signature(method, dialled, nonce, authToken, signature, { ...fields }) as boolean,
      ),
    close() {
      axios.defaults.adapter = adapter;
      return Promise.resolve();
    },
  };
  return Promise.resolve(client);
};

/** Null if the SDK says that there is none. */
async function orNone<Found>(found: Promise<Found>): Promise<Found | null> {
  try {
    return await found;
  } catch (error) {
    if ((error as { status?: unknown }).status === 404) return null;
    throw error;
  }
}
