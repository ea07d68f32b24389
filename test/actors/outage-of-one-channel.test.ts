import { beforeEach, describe, expect, test } from 'vitest';
import type { CampaignEvent } from '../../src/domain/events/campaign-event.ts';
import type { LetterCampaignInput } from '../support/letters/descriptor.ts';
import { rowsOf } from '../support/builders/contacts.ts';
import { startScriptedService } from '../support/service/start-scripted-service.ts';
import type { ScriptedService } from '../support/service/start-scripted-service.ts';

const minute = 60_000;
const hour = 60 * minute;
const always = { start: '00:00', end: '24:00', skipWeekends: false, holidays: 'none' } as const;
type Step = LetterCampaignInput['steps'][number];
const call: Step = {
  id: 'call',
  channel: 'voice',
  from: '+12025550100',
  flow: [{ speak: 'Hello' }],
  after: '1m',
};
const letter: Step = { id: 'letter', channel: 'letters', text: 'Hello' };
const people = 15;

let service: ScriptedService;
let campaign: string;
let isDown: boolean;
beforeEach(async () => {
  isDown = true;
  service = await startScriptedService({
    script: () =>
      isDown
        ? { kind: 'not-placed', reason: 'unreachable', retryAfterMs: null, detail: 'no route' }
        : { afterMs: 10_000, disposition: 'answered' },
  });
});

async function begin(steps: readonly Step[], keepOpen = false): Promise<void> {
  ({ id: campaign } = await service.create({
    name: 'both',
    steps: [...steps],
    sendWindow: always,
    keepOpen,
  }));
  await service.enroll({ campaign, rows: rowsOf(people) });
  await service.startCampaign(campaign);
}
const stateOf = async (): Promise<string> => (await service.record(campaign)).state;
const has = async (type: CampaignEvent['type']): Promise<boolean> =>
  (await service.store.readEvents({ campaign, afterSeq: 0, limit: 999 })).some(
    (event) => event.type === type,
  );

describe('while the provider of the calls is down', () => {
  test('letters are sent, and the campaign pauses itself only when no contact waits for a letter', async () => {
    const second: Step = { ...letter, id: 'second', after: '12m' };
    await begin([letter, second, call], true);
    await service.pass(10 * minute);
    await service.enroll({ campaign, rows: rowsOf(people + 2).slice(people) });
    await service.pass(8 * minute);
    expect(await has('campaign.provider-down')).toBe(true);
    expect([await stateOf(), service.letters.length]).toEqual(['running', 2 * people + 2]);

    await service.enroll({ campaign, rows: rowsOf(people + 3).slice(people + 2) });
    await service.pass(minute);
    expect([await stateOf(), service.letters.length]).toEqual(['running', 2 * people + 3]);
    await service.pass(10 * minute);
    expect([await stateOf(), service.letters.length]).toEqual(['running', 2 * people + 5]);
    await service.pass(2 * minute);
    expect([await stateOf(), service.letters.length]).toEqual(['paused', 2 * people + 6]);
    expect(service.calls).toEqual([]);
  });

  test('steps that contact no one are carried out', async () => {
    const note: Step = { id: 'note', channel: 'log', text: 'About to call' };
    await begin([note, call], true);
    await service.until(() => has('campaign.provider-down'));
    await service.enroll({ campaign, rows: rowsOf(people + 1).slice(people) });
    await service.pass(1_000);
    const { items } = await service.store.listAttempts({ campaign, limit: 500 });
    expect(await stateOf()).toBe('running');
    expect(items.filter(({ channel }) => channel === 'log')).toHaveLength(people + 1);
  });

  test('the campaign pauses itself once every contact waits for a call, and completes after a resume', async () => {
    await begin([letter, call]);
    await service.pass(30 * minute);
    expect([await stateOf(), await has('campaign.paused')]).toEqual(['paused', true]);
    expect([service.letters.length, service.calls.length]).toEqual([people, 0]);

    isDown = false;
    await service.engine.command({ campaign, command: { name: 'resume' }, by: 'test' });
    await service.pass(hour);
    expect(await stateOf()).toBe('completed');
    expect([service.letters.length, service.calls.length]).toEqual([people, people]);
  });
});
