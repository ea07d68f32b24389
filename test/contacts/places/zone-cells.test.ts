import { describe, expect, test } from 'vitest';
import { createZoneCells } from '../../../src/contacts/places/zone-cells.ts';

const read = createZoneCells();

describe('time zone cells', () => {
  test.each([
    ['Europe/Madrid', null, ['Europe/Madrid']],
    ['europe/madrid', 'US', ['Europe/Madrid']],
    ['UTC', null, ['UTC']],
    ['(GMT-08:00) Pacific Standard Time (America/Los_Angeles)', null, ['America/Los_Angeles']],
    ['(UTC-05:00) Eastern Time (US & Canada)', 'US', ['America/New_York']],
    ['(UTC-05:00) Eastern Time (US & Canada)', 'CA', ['America/Toronto']],
    ['Eastern', 'US', ['America/New_York']],
    ['EST', 'US', ['America/New_York']],
    ['HST', 'US', ['Pacific/Honolulu']],
    ['MST', 'US', ['America/Denver', 'America/Phoenix']],
    ['Mountain Standard Time', 'US', ['America/Denver', 'America/Phoenix']],
    ['Central', 'CA', ['America/Winnipeg', 'America/Regina']],
    ['NST', 'CA', ['America/St_Johns']],
  ])('reads %s in %s', (text, country, zones) => {
    expect(read({ text, country })).toEqual({ zones });
  });

  test.each([
    ['EST', null, 'America/New_York or America/Toronto'],
    ['EST', 'AU', 'Australia/Sydney'],
    ['Eastern', 'AU', 'is not a time zone'],
    ['AST', 'US', 'America/Halifax'],
    ['bst', 'GB', 'Europe/London (British Summer Time) or Asia/Dhaka'],
    ['IST', 'IN', 'Asia/Kolkata (India)'],
    ['CET', 'DE', 'Europe/Berlin'],
    ['+05:30', 'IN', 'Asia/Kolkata'],
    ['UTC+2', null, 'Africa/Cairo'],
    ['GMT', 'GB', 'Europe/London'],
    ['(UTC+01:00)', null, 'is not a time zone'],
    ['x'.repeat(100), null, 'is not a time zone'],
  ])('refuses %s in %s, with candidates', (text, country, problem) => {
    expect(read({ text, country })).toMatchObject({ problem: expect.stringContaining(problem) });
  });
});
