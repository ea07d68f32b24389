import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readFileJournal } from '../../../src/simulator/index.ts';
import { auditMailJournal } from '../../../src/simulator/mail/index.ts';
import type { MailEntry } from '../../../src/simulator/mail/index.ts';
import { runHere } from '../support/fake-cli.ts';
import { start, temporaryFolder } from '../support/process.ts';

const steps = 2;
const silent = 40;
const fast = ['--speed', '600'];
const quickly = { UNKNOWN_HOLD_SECONDS: '60' };

const sequence = `name: mails
steps:
  - id: hook
    channel: email
    mailbox: { addresses: [ann@acme.test, bob@acme.test] }
    subject: Hello {{first_name}}
    text: One question, {{first_name}}.
  - id: proof
    channel: email
    after: 1h
    mailbox: { addresses: [ann@acme.test, bob@acme.test] }
    thread: true
    subject: 'Re: Hello {{first_name}}'
    text: Another question, {{first_name}}.
sendWindow: { timezone: UTC, start: "00:00", end: "24:00", skipWeekends: false, holidays: none }
`;

/** Every message that was accepted, from the journal of the mail server. */
function acceptedIn(folder: string) {
  const entries = readFileJournal({
    path: join(folder, '.ringmaster', 'mail.ndjson'),
  }) as unknown as MailEntry[];
  const accepted = entries.flatMap((entry) => (entry.type === 'accepted' ? [entry] : []));
  return { accepted, audit: auditMailJournal({ entries }) };
}

test('a sequence that is killed while it sends delivers each message at most once', async () => {
  const cwd = temporaryFolder();
  const file = join(cwd, 'sequence.yaml');
  const list = join(cwd, 'people.csv');
  const addresses = [
    ...Array.from({ length: silent }, (_, index) => `silent+${index}@example.com`),
    'refused@example.com',
  ];
  writeFileSync(file, sequence);
  writeFileSync(list, `first_name,email\n${addresses.map((one, at) => `P${at},${one}`).join('\n')}\n`);
  const killed = start(['run', file, list, ...fast], { cwd, environment: quickly });
  await expect.poll(() => acceptedSoFar(cwd), { timeout: 60_000 }).toBeGreaterThan(5);
  killed.child.kill('SIGKILL');
  await killed.ended;

  const environment = { DATA_DIR: join(cwd, '.ringmaster'), ...quickly };
  const out = join(cwd, 'results.csv');
  const second = await runHere(['run', file, list, ...fast, '--out', out], { environment });
  expect(second.stdout).toMatch(/mails {2}completed/);
  const { accepted, audit } = acceptedIn(cwd);
  expect(audit.doubles).toEqual([]);
  const perAddress = new Map<string, { ordinals: number; from: Set<string> }>();
  for (const { mailFrom, recipients } of accepted)
    for (const { to, ordinal } of recipients) {
      const known = perAddress.get(to) ?? { ordinals: 0, from: new Set() };
      known.from.add(mailFrom);
      perAddress.set(to, { ordinals: Math.max(known.ordinals, ordinal), from: known.from });
    }
  for (const { ordinals, from } of perAddress.values()) {
    expect(ordinals).toBeLessThanOrEqual(steps);
    // A thread stays on one mailbox.
    expect(from.size).toBe(1);
  }
  expect(perAddress.has('refused@example.com')).toBe(false);
  // A message whose answer was lost counts as sent. The others of silent contacts are all there.
  const messages = accepted.filter(({ recipients: [one] }) => one?.to.startsWith('silent')).length;
  expect(messages).toBeLessThanOrEqual(silent * steps);
  expect(messages).toBeGreaterThan(silent * steps - 10);
});

function acceptedSoFar(cwd: string): number {
  try {
    return acceptedIn(cwd).accepted.length;
  } catch {
    return 0;
  }
}
