import { describe, expect, test } from 'vitest';
import { withCampaign } from '../../src/cli/campaign-id.ts';

describe('--campaign-id', () => {
  test.each([
    ['<campaign>', [], 'spring', ['spring']],
    ['<campaign> [contact]', ['+12025550147'], 'spring', ['spring', '+12025550147']],
    ['<campaign> <file>', ['list.csv'], 'spring', ['spring', 'list.csv']],
    ['[action] [campaign]', ['schedule'], 'spring', ['schedule', 'spring']],
    ['<campaign>', ['spring'], undefined, ['spring']],
    ['[campaign]', [], undefined, []],
  ])('of a verb that takes %s, with the arguments %j', (takes, args, campaign, all) => {
    expect(withCampaign({ takes, args, campaign })).toEqual(all);
  });

  test.each([
    ['<campaign>', [], undefined, "missing required argument 'campaign'"],
    ['<campaign> <file>', [], 'spring', "missing required argument 'file'"],
    ['<campaign>', ['spring'], 'summer', 'Too many arguments. Expected 1 arguments but got 2.'],
    ['[action] [campaign]', [], 'spring', '--campaign-id requires the argument before it: [action].'],
  ])('of a verb that takes %s, with the arguments %j, is refused', (takes, args, campaign, message) => {
    expect(() => withCampaign({ takes, args, campaign })).toThrow(message);
  });
});
