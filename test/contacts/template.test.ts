import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { renderTemplate } from '../../src/contacts/template.ts';

describe('filling in texts', () => {
  test("uses the contact's variables, then the campaign's, and returns which are missing", () => {
    const rendered = renderTemplate({
      text: 'Hello {{first_name}}, {{ practice }} here; {{first_name}} {{nothing}} {{empty}} {{nothing}}.',
      contact: { first_name: 'Ana', practice: 'Own', empty: '' },
      campaign: { first_name: 'friend', practice: 'Northwind' },
    });
    expect(rendered).toEqual({ text: 'Hello Ana, Own here; Ana.', missing: ['nothing', 'empty'] });
  });

  test('does not expand values again, and ignores inherited properties', () => {
    const contact = { first_name: '{{practice}} $& ${1}' };
    const text = '{{first_name}}|{{constructor}}|{{__proto__}}';
    const rendered = renderTemplate({ text, contact, campaign: { practice: 'x' } });
    expect(rendered).toEqual({ text: '{{practice}} $& ${1}||', missing: ['constructor', '__proto__'] });
  });

  test('does not change texts without variables', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        fc.pre(!text.includes('{{'));
        expect(renderTemplate({ text, contact: {}, campaign: {} })).toEqual({ text, missing: [] });
      }),
    );
  });

  test.each([
    ['Hello {{first_name}}.', 'Hello.'],
    ['Hello {{first_name}}, this is Ringmaster.', 'Hello, this is Ringmaster.'],
    ['Hi {{ first_name }}!', 'Hi!'],
    ['Hello {{title}} {{last_name}}, how are you?', 'Hello, how are you?'],
    ['{{first_name}}, your parcel is here.', 'Your parcel is here.'],
    ['Good morning. {{first_name}}, are you there?', 'Good morning. Are you there?'],
    ['Thank you {{first_name}}', 'Thank you'],
    ['Your order ({{order}}) is ready.', 'Your order is ready.'],
    ['We know {{first_name}} well.', 'We know well.'],
    ['{{first_name}}', ''],
    ['Line one {{x}}\n{{y}} line two', 'Line one\nLine two'],
  ])('closes the gap in %s', (text, expected) => {
    expect(renderTemplate({ text, contact: {}, campaign: {} }).text).toBe(expected);
  });

  test('keeps the spaces of a text if no variable is missing', () => {
    const text = 'Hello  {{a}} , (  {{b}} ) .';
    expect(renderTemplate({ text, contact: { a: 'x', b: 'y' }, campaign: {} }).text).toBe(
      'Hello  x , (  y ) .',
    );
  });
});
