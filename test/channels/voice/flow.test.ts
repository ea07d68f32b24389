import { XMLParser } from 'fast-xml-parser';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { placeText } from '../../../src/channels/voice/flow/places.ts';
import type { Place } from '../../../src/channels/voice/flow/places.ts';
import { flowXml, hangUpXml } from '../../../src/channels/voice/flow/render.ts';
import { newTouch, voiceStep } from '../support/touches.ts';

const urlOf = (kind: string) => (place: Place) =>
  `https://ringmaster.test/answer?attempt=a&${kind}=${placeText(place)}#ct=2000&rp=all`;
const urls = {
  gather: urlOf('gather'),
  dial: urlOf('dial'),
  goto: urlOf('goto'),
  recording: () => 'https://ringmaster.test/recording?attempt=a',
  messageLeft: () => 'https://ringmaster.test/answer?attempt=a&message-left=true',
  botEnd: ({ index }: Place) => `https://ringmaster.test/answer?attempt=a&bot-end=${index}`,
  stream: () => 'https://ringmaster.test/stream?attempt=a',
};
const render = (text: string, variables: Readonly<Record<string, string>>) =>
  text.replace(/\{\{(\w+)\}\}/g, (_match, name: string) => variables[name] ?? '');

function xmlOf(
  flow: unknown[],
  index = 0,
  variables: Record<string, string> = { first_name: 'Ada' },
): string {
  const touch = newTouch({ step: voiceStep({ flow }), variables });
  return flowXml({ touch, from: { branch: 'start', index }, urls, render });
}

test('every kind of node becomes its element, in order', () => {
  const xml = xmlOf([
    { speak: 'Hello {{first_name}}.' },
    { play: 'https://media.test/hello.mp3' },
    { wait: '2s' },
    { gather: { speak: 'Press 1.', digits: 2, timeout: '7s', retries: 2, on: { '1': 'confirmed' } } },
    { hangup: true },
  ]);
  expect(xml).toBe(
    '<Response><Speak>Hello Ada.</Speak><Play>https://media.test/hello.mp3</Play><Wait length="2"/>' +
      '<GetDigits action="https://ringmaster.test/answer?attempt=a&amp;gather=3#ct=2000&amp;rp=all" method="POST"' +
      ' numDigits="2" timeout="7" retries="2" redirect="true"><Speak>Press 1.</Speak></GetDigits><Hangup/></Response>',
  );
});

test('a flow continues from any node, and hangs up after the last one', () => {
  const flow = [{ speak: 'one' }, { speak: 'two' }];
  expect(xmlOf(flow, 1)).toBe('<Response><Speak>two</Speak></Response>');
  expect(xmlOf(flow, 2)).toBe(hangUpXml());
  expect(xmlOf(flow, 99)).toBe('<Response><Hangup/></Response>');
});

test('where # is an answer it does not end the input', () => {
  const gather = { speak: 'Press #.', on: { '#': 'confirmed' } };
  expect(xmlOf([{ gather }])).toContain('finishOnKey="none"');
});

test('a text that renders to nothing is left out', () => {
  expect(xmlOf([{ speak: '{{nothing}}' }, { speak: 'x' }])).toBe('<Response><Speak>x</Speak></Response>');
});

test('whatever a contact is called, the XML is well-formed and says just that', () => {
  const parser = new XMLParser({ trimValues: false, parseTagValue: false, processEntities: true });
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (name) => {
      const xml = xmlOf([{ speak: 'I am {{first_name}}!' }], 0, { first_name: name });
      const parsed = parser.parse(xml) as { Response: { Speak: string } };
      const said = name.toWellFormed().replace(/[\p{Cc}\uFFFE\uFFFF]/gu, ' ');
      expect(Object.keys(parsed.Response)).toEqual(['Speak']);
      expect(parsed.Response.Speak).toBe(`I am ${said}!`);
    }),
  );
});
