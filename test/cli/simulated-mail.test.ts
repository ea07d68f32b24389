import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { expect, test } from 'vitest';
import { auditMailJournal } from '../../src/simulator/mail/index.ts';
import type { MailEntry } from '../../src/simulator/mail/index.ts';
import { readFileJournal } from '../../src/simulator/index.ts';
import { start, temporaryFolder } from './support/process.ts';

test('ringmaster simulator serves mail beside the carrier, and its journal survives', async () => {
  const folder = temporaryFolder();
  const journal = join(folder, 'mail.ndjson');
  const line = ['simulator', '--port', '0', '--speed', '600', '--smtp-port', '0', '--mail-journal', journal];
  const simulator = start(line, { cwd: folder });
  const [, url = ''] = await simulator.says(/Carrier SIMULATOR at (\S+),/);
  const [, host = '', port = ''] = await simulator.says(
    /Mail SIMULATOR at smtp:\/\/([\d.]+):(\d+) and imap:/,
  );
  const client = createTransport({ host, port: Number(port) });
  const to = 'bounce@example.test';
  await client.sendMail({ from: 'ann@acme.test', to, messageId: '<a1.token@acme.test>', text: 'Hello' });
  client.close();
  const get = async (path: string): Promise<unknown> => (await fetch(`${url}/control/mail${path}`)).json();
  expect(await get('/audit')).toMatchObject({ messages: 1, perAttempt: { a1: 1 }, doubles: [] });
  await expect.poll(() => get('/stats'), { timeout: 10_000 }).toMatchObject({ mailboxes: 1, mails: 1 });
  expect(await get('/journal?since=1')).toMatchObject({
    entries: [{ type: 'reply' }, { type: 'received' }],
    next: 3,
  });
  const change = (path: string, body: unknown) =>
    fetch(`${url}/control/mail${path}`, { method: 'POST', body: JSON.stringify(body) });
  expect((await change('/scenario', { weights: { nothing: 1 } })).status).toBe(400);
  expect((await change('/faults', [{ fault: 'hang', match: { stage: 'imap-idle' } }])).status).toBe(200);
  expect(await get('/faults')).toMatchObject({ rules: [{ fault: 'hang', struck: 0 }] });
  simulator.child.kill('SIGTERM');
  await simulator.ended;
  expect(auditMailJournal({ entries: readFileJournal<MailEntry>({ path: journal }) }).messages).toBe(1);
  expect(JSON.parse(readFileSync(`${journal}.clock`, 'utf8'))).toHaveProperty('businessAt');
});
