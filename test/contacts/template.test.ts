import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderTemplate } from '../../src/contacts/template.ts';

describe('filling in texts', () => {
  it("takes the contact's variables, then the campaign's, and tells which are missing", () => {
    const rendered = renderTemplate({
      text: 'Hello {{first_name}}, {{ practice }} here; {{first_name}} {{nothing}} {{empty}} {{nothing}}.',
      contact: { first_name: 'Ana', practice: 'Own', empty: '' },
      campaign: { first_name: 'friend', practice: 'Northwind' },
    });
    expect(rendered).toEqual({ text: 'Hello Ana, Own here; Ana.', missing: ['nothing', 'empty'] });
  });

  it('does not read values again, and does not reach for what every object has', () => {
    const contact = { first_name: '{{practice}} $& ${1}' };
    const text = '{{first_name}}|{{constructor}}|{{__proto__}}';
    const rendered = renderTemplate({ text, contact, campaign: { practice: 'x' } });
    expect(rendered).toEqual({ text: '{{practice}} $& ${1}||', missing: ['constructor', '__proto__'] });
  });

  it('leaves texts without variables as they are', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        fc.pre(!text.includes('{{'));
        expect(renderTemplate({ text, contact: {}, campaign: {} })).toEqual({ text, missing: [] });
      }),
    );
  });

  it.each([
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

  it('leaves the rooms of a text alone where nothing is missing', () => {
    const text = 'Hello  {{a}} , (  {{b}} ) .';
    expect(renderTemplate({ text, contact: { a: 'x', b: 'y' }, campaign: {} }).text).toBe(
      'Hello  x , (  y ) .',
    );
  });
});
