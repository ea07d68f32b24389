import { describe, expect, test } from 'vitest';
import { readLinkedin } from '../../src/contacts/linkedin.ts';

describe('a LinkedIn profile', () => {
  test.each([
    ['https://www.linkedin.com/in/jane-doe', 'in/jane-doe'],
    ['http://linkedin.com/in/Jane-Doe/', 'in/jane-doe'],
    ['www.linkedin.com/in/jane-doe?trk=people&x=1#top', 'in/jane-doe'],
    ['https://de.linkedin.com/in/jane-doe/en', 'in/jane-doe'],
    ['linkedin.com/in/jane-doe/details/experience/', 'in/jane-doe'],
    ['https://www.linkedin.com/in/j%C3%BCrgen-m%C3%BCller', 'in/j%C3%BCrgen-m%C3%BCller'],
    ['https://www.linkedin.com/in/JÜRGEN-müller', 'in/j%C3%BCrgen-m%C3%BCller'],
    ['https://www.linkedin.com/pub/jane-doe/5/b1a/2c3', 'pub/jane-doe/5/b1a/2c3'],
  ])('%s has one form', (text, path) => {
    expect(readLinkedin(text)).toBe(`https://www.linkedin.com/${path}`);
  });

  test.each([
    '',
    'jane-doe',
    '+12025550100',
    'a@example.com',
    'https://www.linkedin.com/company/example',
    'https://www.linkedin.com/sales/lead/ACwAAA,NAME_SEARCH',
    'https://www.linkedin.com/in/',
    'https://linkedin.com.example.com/in/jane',
    'ftp://linkedin.com/in/jane',
  ])('%j is none', (text) => {
    expect(readLinkedin(text)).toBeNull();
  });
});
