import { XMLParser, XMLValidator } from 'fast-xml-parser';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { issuesOfCall } from '../../../../src/channels/voice/flow/check.ts';
import { hear } from '../../../../src/channels/voice/flow/hear.ts';
import { placeText, startOfFlow } from '../../../../src/channels/voice/flow/places.ts';
import type { Place } from '../../../../src/channels/voice/flow/places.ts';
import { flowXml, voicemailXml } from '../../../../src/channels/voice/flow/render.ts';
import { voiceStepSchema } from '../../../../src/channels/voice/step.ts';
import type { VoiceStep } from '../../../../src/channels/voice/step.ts';
import { parseAnswerXml } from '../../../../src/simulator/answer/answer-xml.ts';
import { newTouch } from '../../support/touches.ts';

const names = ['start', 'a', 'b', 'c'] as const;
const branch = fc.constantFrom(...names);
const text = fc.oneof(
  fc.string({ unit: 'binary', minLength: 1, maxLength: 30 }),
  fc.constantFrom('Hello {{name}}.', '<Hangup/>', ']]>', '&amp; "x" \'y\'', '{{name}}'.repeat(400)),
);
const ssml = fc.constantFrom(
  'Hi <break time="1s"/>{{name}}',
  '<p><s>{{name}} &amp; co</s></p>',
  '<say-as interpret-as="digits">{{name}}</say-as>',
);
const speak = fc.oneof(
  text,
  fc.record({ text, voice: fc.constantFrom('WOMAN', 'MAN', 'Polly.Amy') }),
  fc.record({ ssml, voice: fc.constant('Polly.Amy') }),
);
const on = fc.dictionary(
  fc.constantFrom('1', '2', '9', '#', '*'),
  fc.oneof(
    fc.constantFrom('confirmed', 'opt-out', 'later'),
    fc.record(
      { goto: branch, callBack: fc.constant('2h'), set: fc.constant({ name: 'Ada' }) },
      { requiredKeys: ['goto'] },
    ),
    fc.record({ optOut: fc.constant(true), goto: branch }, { requiredKeys: ['optOut'] }),
  ),
  { minKeys: 1 },
);
const gather = fc.record(
  {
    speak,
    on,
    digits: fc.constant(4),
    as: fc.constant('name'),
    callBackAt: fc.constant('digits'),
    noInput: branch,
    wrong: branch,
  },
  { requiredKeys: ['speak', 'on', 'digits'] },
);
const header = fc.string({ unit: 'binary', maxLength: 40 });
const entry = fc.oneof(
  fc.record({ speak }),
  fc.record({ play: fc.constant('https://media.test/a.mp3?a=1&b=2') }),
  fc.record({ wait: fc.constantFrom('3s', { until: 'beep' }, { until: 'silence', silence: '3s' }) }),
  fc.record({ gather }),
  fc.record({
    dial: fc.record({
      number: fc.constant('+12025550123'),
      on: fc.record({ busy: branch, completed: branch }),
    }),
  }),
  fc.record({ record: fc.constantFrom('call', { atMost: '20s' }) }),
  fc.record({
    stream: fc.record({
      url: fc.constant('wss://bot.test/a?b=1&c=2'),
      extraHeaders: fc.dictionary(fc.constantFrom('x', 'y', 'z'), header),
    }),
  }),
  fc.record({ goto: branch }),
  fc.constant({ hangup: true }),
  fc.constant({ answerUrl: 'https://caller.test/xml?a=1&b=2' }),
);
const entries = fc.array(entry, { minLength: 1, maxLength: 6 });
const flows = fc
  .record({ flow: entries, a: entries, b: entries, c: entries, message: speak })
  .map(({ flow, a, b, c, message }) => ({
    id: 'call',
    channel: 'voice',
    from: '+12025550100',
    flow,
    branches: { a, b, c },
    machineDetection: { machine: 'voicemail', message: [{ speak: message }] },
  }));

const url = (kind: string) => (place?: Place) =>
  `https://r.test/${kind}?attempt=a&place=${place ? placeText(place) : ''}#ct=2000&rp=all`;
const urls = {
  gather: url('gather'),
  dial: url('dial'),
  goto: url('goto'),
  recording: url('recording'),
  messageLeft: url('message-left'),
  botEnd: url('bot-end'),
  stream: url('stream'),
};
const render = (template: string, variables: Readonly<Record<string, string>>) =>
  template.replaceAll('{{name}}', variables['name'] ?? '');
const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '@', preserveOrder: true });

/** Plays a flow with drawn answers as Plivo would: each document leads to the next one. Returns the number of documents. */
function play(step: VoiceStep, name: string, choose: () => number): number {
  let place: Place | null = startOfFlow;
  let documents = 0;
  while (place && documents < 101) {
    documents += 1;
    const xml = flowXml({ touch: newTouch({ step, variables: { name } }), from: place, urls, render });
    expect(XMLValidator.validate(xml)).toBe(true);
    expect(Buffer.byteLength(xml)).toBeLessThan(100_000);
    expect(parseAnswerXml(xml)).not.toBeNull();
    const places = [...xml.matchAll(/\/(gather|dial|goto)\?attempt=a&amp;place=([\w.-]+)/g)];
    const chosen = places[choose() % Math.max(1, places.length)];
    if (!chosen) break;
    const [, kind, at = ''] = chosen;
    const [branchName = 'start', index = ''] = at.includes('.') ? at.split('.') : ['start', at];
    const asked = { branch: branchName, index: Number(index) };
    const digits = ['', '1', '9', '1530', '#'][choose() % 5] ?? '';
    place =
      kind === 'gather'
        ? hear({ flow: step, place: asked, digits }).next
        : { ...asked, index: asked.index + (kind === 'dial' ? 1 : 0) };
    if (kind === 'goto') break;
  }
  return documents;
}

test('whatever a flow is, it is refused with a place, or its documents are XML that Plivo takes', () => {
  fc.assert(
    fc.property(
      flows,
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.array(fc.nat(), { minLength: 1 }),
      (flow, name, draws) => {
        const read = voiceStepSchema.safeParse(flow);
        expect(read.error?.issues ?? []).toEqual([]);
        const step = read.data;
        if (!step) return;
        for (const issue of issuesOfCall(step)) expect(issue.path.length).toBeGreaterThan(0);
        let drawn = 0;
        play(step, name, () => draws[drawn++ % draws.length] ?? 0);
        const touch = newTouch({ step, variables: { name } });
        const message = voicemailXml({ touch, urls, render });
        expect(parseAnswerXml(message)).not.toBeNull();
        expect(JSON.stringify(parser.parse(message))).not.toContain('GetDigits');
      },
    ),
    { numRuns: 150 },
  );
});

test('a variable is spoken as it is, also between tags', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }), (name) => {
      const flow = [{ speak: { ssml: '<p>I am {{name}}!</p>', voice: 'Polly.Amy' } }];
      const step = voiceStepSchema.parse({ id: 'call', channel: 'voice', from: '+12025550100', flow });
      const xml = flowXml({
        touch: newTouch({ step, variables: { name } }),
        from: startOfFlow,
        urls,
        render,
      });
      const [speech] = parseAnswerXml(xml) ?? [];
      expect(speech?.children.map((child) => child.name)).toEqual(['p']);
      expect(speech?.children[0]?.children).toEqual([]);
    }),
    { numRuns: 100 },
  );
});
