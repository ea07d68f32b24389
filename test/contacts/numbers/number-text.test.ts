import { describe, expect, test } from 'vitest';
import { plainNumberText } from '../../../src/contacts/numbers/number-text.ts';
import { createPhones } from '../../../src/contacts/numbers/phone.ts';

const phones = createPhones();

describe('the text of a phone number', () => {
  test.each([
    ['embedding', '\u202A+1 415 555 0142\u202C'],
    ['isolates', '\u2066+1 415 555 0142\u2069'],
    ['right-to-left marks', '\u200F+1\u200F 415 555 0142'],
    ['an Arabic letter mark', '\u061C+1 415 555 0142'],
    ['zero-width characters', '+1\u200B415\u200C555\u200D0142\u2060'],
    ['a byte order mark', '\uFEFF+14155550142'],
    ['soft hyphens', '+1\u00AD415\u00AD555\u00AD0142'],
    ['a non-breaking hyphen', '+1 415\u2011555\u20110142'],
    ['a minus sign and a figure dash', '+1 415\u2212555\u20120142'],
    ['no-break and thin spaces', '+1\u00A0415\u202F555\u20090142'],
    ['an ideographic space', '+1\u3000415\u3000555\u30000142'],
    ['a line break', '+1 415\n555 0142'],
    ['a full-width plus and digits', '\uFF0B\uFF11 \uFF14\uFF11\uFF15 \uFF15\uFF15\uFF15 0142'],
    ['full-width brackets', '+1\uFF08415\uFF09555\uFF0D0142'],
    ['a small plus', '\uFE6214155550142'],
    ['Arabic-Indic digits', '+\u0661 \u0664\u0661\u0665 \u0665\u0665\u0665 \u0660\u0661\u0664\u0662'],
    ['Persian digits', '+\u06F1\u06F4\u06F1\u06F5\u06F5\u06F5\u06F5\u06F0\u06F1\u06F4\u06F2'],
    ['Devanagari digits', '+\u0967\u096A\u0967\u096B\u096B\u096B\u096B\u0966\u0967\u096A\u0968'],
    ['a variation selector', '+14155550142\uFE0E'],
    ['a stray vowel sign', '+14155550142\u0A3F'],
    ['a combining dot', '+1 415\u0307 555 0142'],
    ['marks around an apostrophe', "\u200E'+1 415 555 0142"],
  ])('reads through %s', (_, text) => {
    expect(phones.read({ text, country: null })).toMatchObject({ phone: '+14155550142' });
  });

  test('does not read a footnote as a digit, or a damaged number as a whole one', () => {
    for (const text of ['+1 415 555 014\u00B2', '+1 415 555 014\uFFFD2']) {
      expect(phones.read({ text, country: null })).toMatchObject({ code: 'contact.phone-invalid' });
    }
  });

  test('does not change plain text', () => {
    expect(plainNumberText(' (415) 555-0142 x7 ')).toBe('(415) 555-0142 x7');
  });
});
