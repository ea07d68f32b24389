import { pino } from 'pino';
import { expect, test } from 'vitest';
import { createLogChannel } from '../../../src/channels/log/index.ts';
import type { Touch } from '../../../src/channels/contract.ts';
import { stepSchema } from '../../../src/channels/registry.ts';
import { describeChannel } from '../../contracts/channel.suite.ts';
import { attemptOf, newTouch } from '../support/touches.ts';

const step = stepSchema.parse({ id: 'note', channel: 'log', text: 'Hello {{first_name}}' });

function openLog() {
  const lines: string[] = [];
  const reports: Array<{ attempt: string; campaign: string }> = [];
  const log = pino({ level: 'info' }, { write: (line: string) => void lines.push(line) });
  const channel = createLogChannel({ log, report: (report) => void reports.push(report) });
  const contacts = (touch: Touch) => lines.filter((line) => line.includes(touch.attempt)).length;
  return { channel, lines, reports, contacts };
}

describeChannel({
  name: 'log',
  open: async () => ({
    ...openLog(),
    newTouch: () => newTouch({ step }),
    attemptOf: (touch) => attemptOf(touch),
    during: (promise) => promise,
    provider: null,
    close: () => Promise.resolve(),
  }),
});

test('the log shows ids and neither number nor variables', async () => {
  const { channel, lines } = openLog();
  const touch = newTouch({ step });
  await channel.place({ touch, permit: { use: () => true } });
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    attempt: touch.attempt,
    campaign: touch.campaign,
    step: 'note',
  });
  expect(lines[0]).not.toContain(touch.address);
  expect(lines[0]).not.toContain('Ada');
});

test('the result is reported at once and is the same that a search finds', async () => {
  const { channel, reports } = openLog();
  const touch = newTouch({ step });
  await channel.place({ touch, permit: { use: () => true } });
  const { evidence } = await channel.search(attemptOf(touch));
  expect(reports).toEqual([{ attempt: touch.attempt, campaign: touch.campaign, evidence }]);
  expect(evidence).toMatchObject([{ kind: 'ended', disposition: 'answered', rank: 4 }]);
});

test('a permit that has run out reports nothing', async () => {
  const { channel, reports, lines } = openLog();
  await channel.place({ touch: newTouch({ step }), permit: { use: () => false } });
  expect([reports, lines]).toEqual([[], []]);
});
