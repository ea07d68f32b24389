import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { secretOf, signedHeaders } from '../../../src/integrations/outgoing-webhooks/sending/signature.ts';

const verify = 'examples/webhook-receiver/verify.js';

type IsGenuine = (input: { headers: object; body: string; secret: string; now: number }) => boolean;

test('the function of the documentation is that of the example, and accepts only what was signed just now', async () => {
  const [, shown] =
    /```js\n(import \{ createHmac[\s\S]*?)```/.exec(readFileSync('docs/webhooks.md', 'utf8')) ?? [];
  expect(shown).toBe(readFileSync(verify, 'utf8'));
  const { isGenuine } = (await import(resolve(verify))) as { isGenuine: IsGenuine };
  const [secret, other] = [1, 2].map((fill) => secretOf(new Uint8Array(32).fill(fill))) as [string, string];
  const now = 1_800_000_000_000;
  const body = '{"type":"attempt.ended","text":"Zürich"}';
  const headers = signedHeaders({ id: 'cmp_1-1', body, secrets: [other, secret], at: now });
  const check = (changes: object = {}) => isGenuine({ headers, body, secret, now, ...changes });
  expect([check(), check({ secret: other }), check({ now: now + 299_000 })]).toEqual([true, true, true]);
  const wrong = [
    { body: `${body} ` },
    { now: now + 301_000 },
    { now: now - 301_000 },
    { secret: secretOf(new Uint8Array(32)) },
    { headers: { ...headers, 'webhook-id': 'cmp_1-2' } },
    { headers: { ...headers, 'webhook-timestamp': 'soon' } },
    { headers: { ...headers, 'webhook-signature': headers['webhook-signature']?.replaceAll('v1', 'v2') } },
    { headers: {} },
  ];
  expect(wrong.map(check)).toEqual(wrong.map(() => false));
});

test('the example receiver prints each event once and refuses a wrong signature', async () => {
  const secret = secretOf(new Uint8Array(32).fill(3));
  const env = { ...process.env, SECRET: secret, PORT: '0' };
  const child = spawn(process.execPath, ['examples/webhook-receiver/receiver.js'], { env });
  onTestFinished(() => void child.kill());
  let printed = '';
  child.stdout.on('data', (part: Buffer) => (printed += part.toString()));
  while (!printed.includes('\n')) await once(child.stdout, 'data');
  const url = printed.trim().split(' ').at(-1) ?? '';
  const event = { id: 'cmp_1-1', type: 'attempt.ended', timestamp: '2027-03-01T15:00:00Z', data: { seq: 1 } };
  const body = JSON.stringify(event);
  const headers = signedHeaders({ id: event.id, body, secrets: [secret], at: Date.now() });
  const post = async (sent: string) => (await fetch(url, { method: 'POST', headers, body: sent })).status;
  expect([await post(body), await post(body), await post(`${body} `)]).toEqual([204, 204, 401]);
  expect(printed.match(/attempt\.ended/g)).toHaveLength(1);
});
