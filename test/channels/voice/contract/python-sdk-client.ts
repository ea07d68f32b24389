import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { account } from '../../support/voice-setup.ts';
import type { ClientUnderTest } from './client-under-test.ts';
import { liveFilter, order, recordFilter } from './ordered-call.ts';

type Answer = { value?: unknown; none?: true; error?: string };
type Call = { from: string; to: string };

/**
 * The official SDK of Python, in the virtual environment of `python`. Its base addresses are constants of
 * `plivo.rest.client`, which the script sets.
 */
export function openPythonSdk({ python, url }: { python: string; url: string }): ClientUnderTest {
  const script = join(import.meta.dirname, 'plivo_client.py');
  const child = spawn(python, [script, url, account.authId, account.authToken], {
    // The SDK prints a line when it repeats a request.
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();

  const ask = async (name: string, asked: Record<string, unknown>): Promise<Answer> => {
    child.stdin.write(`${JSON.stringify({ name, arguments: asked })}\n`);
    const { value, done } = await lines.next();
    if (done === true) throw new Error('the SDK of Python has ended');
    return JSON.parse(value) as Answer;
  };
  const valueOf = async <Value>(name: string, asked: Record<string, unknown>): Promise<Value> => {
    const { value, error } = await ask(name, asked);
    if (error !== undefined) throw new Error(`${name}: ${error}`);
    return value as Value;
  };
  const isDone = async (name: string, asked: Record<string, unknown>): Promise<boolean> => {
    const { none, error } = await ask(name, asked);
    if (error !== undefined) throw new Error(`${name}: ${error}`);
    return none !== true;
  };

  return {
    async place() {
      const { from, to, answerUrl, more } = order;
      const asked = { from_: from, to_: to, answer_url: answerUrl, ...more };
      const { value, error = 'PlivoServerError' } = await ask('calls.create', asked);
      if (!error.startsWith('PlivoServerError')) throw new Error(error);
      return (value as { request_uuid?: string } | undefined)?.request_uuid ?? null;
    },
    liveCalls: async () => (await valueOf<{ calls: string[] }>('live_calls.list_ids', liveFilter)).calls,
    queuedCalls: async () => (await valueOf<{ calls: string[] }>('queued_calls.list_ids', {})).calls,
    liveCall: (id) => valueOf<Call | null>('live_calls.get', { _id: id }),
    transfer: (id, to) =>
      isDone('calls.transfer', { call_uuid: id, legs: 'aleg', aleg_url: to, aleg_method: 'POST' }),
    hangUp: (id) => isDone('calls.hangup', { call_uuid: id }),
    cancel: (id) => isDone('calls.cancel', { request_uuid: id }),
    async record(id) {
      type Found = { to_number: string; hangup_cause_code: number } | null;
      const found = await valueOf<Found>('calls.get', { call_uuid: id });
      return found && { to: found.to_number, code: String(found.hangup_cause_code) };
    },
    async records() {
      const { objects } = await valueOf<{ objects: { call_uuid: string }[] }>('calls.list', recordFilter);
      return objects.map(({ call_uuid: id }) => id);
    },
    isSigned: ({ method, url: dialled, nonce, signature, fields, authToken }) =>
      valueOf<boolean>('validate_v3_signature', {
        method,
        uri: dialled,
        nonce,
        auth_token: authToken,
        v3_signature: signature,
        params: fields,
      }),
    async close() {
      child.stdin.end();
      if (child.exitCode === null) await once(child, 'exit');
    },
  };
}
