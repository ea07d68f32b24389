import { expect, test } from 'vitest';
import { channels } from '../../src/channels/registry.ts';
import { renderTemplate } from '../../src/contacts/template.ts';
import { voiceStepSchema } from '../../src/channels/voice/step.ts';
import { silenceFor } from '../../src/domain/campaign/silence.ts';
import { textVariables, valueIn } from '../../src/domain/campaign/text-variables.ts';

const campaign = { greeting: 'friend', offer: '' };

test.each([
  ['Ana', 'Ana'],
  ['', 'friend'],
  ['  ', 'friend'],
  [undefined, 'friend'],
])('a contact that has %j for a variable of the campaign is told %j', (value, told) => {
  const contact = value === undefined ? {} : { greeting: value };
  expect(valueIn(textVariables({ contact, campaign }), 'greeting')).toBe(told);
  expect(renderTemplate({ text: '{{greeting}}', contact, campaign }).text).toBe(told);
  const step = voiceStepSchema.parse({
    id: 'call',
    channel: 'voice',
    from: '+12025550100',
    flow: [{ speak: '{{greeting}}' }],
  });
  expect(silenceFor({ channels, step, contact, campaign })).toBeNull();
});

test('what every object has is no variable', () => {
  expect(valueIn(textVariables({ contact: {}, campaign }), 'constructor')).toBe('');
});
