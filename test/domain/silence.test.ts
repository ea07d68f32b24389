import { describe, expect, test } from 'vitest';
import { voiceStepSchema } from '../../src/channels/voice/step.ts';
import type { FlowNode } from '../../src/channels/voice/flow/entries.ts';
import type { Step } from '../../src/domain/campaign/step.ts';
import { channels } from '../../src/channels/registry.ts';
import type { LogStep } from '../../src/channels/log/step.ts';
import { isAudible, silenceFor, silenceInWords } from '../../src/domain/campaign/silence.ts';

const call = (flow: unknown[]): Step =>
  voiceStepSchema.parse({ id: 'call', channel: 'voice', from: '+12025550100', flow });
const silence = (flow: unknown[], contact: Record<string, string> = {}, campaign = {}) =>
  silenceFor({ channels, step: call(flow), contact, campaign });
const ask = (speak: string): FlowNode => ({
  gather: { speak, digits: 1, timeout: '5s', retries: 1, on: { '1': 'confirmed' } },
});

describe('a text', () => {
  test.each(['a', '7', 'é', '你好', 'مرحبا', '𝟙', '... ok', '\u200Bx'])('%j is heard', (text) => {
    expect(isAudible(text)).toBe(true);
  });
  test.each([
    '',
    '   ',
    '\t\r\n',
    '\u00A0\u2003',
    '...',
    '-',
    '?!',
    '„“',
    '。',
    '\u200B\uFEFF\u2060',
    '\u202A\u202C',
    '\u3164',
    '\u115F\u1160',
    '\u{E0041}',
  ])('%j is not', (text) => {
    expect(isAudible(text)).toBe(false);
  });
});

describe('a call', () => {
  test('has nothing to say when its only text is an empty variable, and the words name it', () => {
    const found = silence([{ speak: ' {{message}}!' }], { message: ' \u200B ' });
    expect(found).toEqual({ part: 'step', path: null, variables: ['message'] });
    expect(found && silenceInWords({ step: 'call', silence: found })).toBe(
      'step "call" has nothing to say: {{message}} is empty',
    );
    expect(silence([{ speak: '{{message}}' }], { message: 'Hi' })).toBeNull();
  });

  test('may say what the campaign says where the contact has no value', () => {
    expect(silence([{ speak: '{{message}}' }], {}, { message: 'Your parcel is here' })).toBeNull();
    expect(silence([{ speak: '{{message}}' }], { message: '-' }, { message: 'Hello' })).not.toBeNull();
  });

  test('is made when one of several texts is empty, or a recording plays', () => {
    expect(silence([{ speak: '{{a}}' }, { wait: '1s' }, { speak: 'Goodbye.' }])).toBeNull();
    expect(silence([{ speak: '{{a}}' }, { play: 'https://example.com/hello.mp3' }])).toBeNull();
  });

  test('says nothing by waiting, or by what comes after its hangup', () => {
    expect(silence([{ wait: '2s' }])).not.toBeNull();
    expect(silence([{ hangup: true }, { speak: 'Hello' }])).not.toBeNull();
  });

  test('asks no question without a sound, unless a recording asks it', () => {
    expect(silence([{ speak: 'Hello.' }, ask('{{question}}')])).toEqual({
      part: 'question',
      path: ['flow', 1],
      variables: ['question'],
    });
    expect(silence([{ play: 'https://example.com/q.mp3' }, ask('...')])).toBeNull();
    expect(silence([{ play: 'https://example.com/q.mp3' }, { wait: '1s' }, ask('...')])).not.toBeNull();
  });

  test('depends on its contact only where nothing fixed in it is heard', () => {
    expect(channels.mayBeSilent(call([{ speak: 'Hello {{name}}' }]))).toBe(false);
    expect(channels.mayBeSilent(call([{ speak: '{{a}} - {{b}}' }]))).toBe(true);
    expect(channels.mayBeSilent(call([{ speak: 'Hello' }, ask('{{q}}')]))).toBe(true);
  });
});

test('the text of a log step is judged the same way', () => {
  const step: LogStep = { id: 'note', channel: 'log', text: '{{note}}' };
  expect(silenceFor({ channels, step, contact: { note: '—' }, campaign: {} })).not.toBeNull();
  expect(silenceFor({ channels, step, contact: { note: 'wrote' }, campaign: {} })).toBeNull();
});
