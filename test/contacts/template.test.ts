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
    expect(rendered).toEqual({ text: 'Hello Ana, Own here; Ana   .', missing: ['nothing', 'empty'] });
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
});
