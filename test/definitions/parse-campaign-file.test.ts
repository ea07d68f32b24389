import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { issueText } from '../../src/definitions/definition-error.ts';
import type { DefinitionIssue } from '../../src/definitions/definition-error.ts';
import { maxDefinitionBytes, parseCampaignFile } from '../../src/definitions/parse-campaign-file.ts';
import { isRingmasterError } from '../../src/domain/errors.ts';

const path = 'c.yaml';
const minimal = 'name: a\nsteps: [{ id: s, channel: log, text: hi }]\n';

/** Returns the issues as lines, without the name of the file. */
function issuesOf(text: string): string[] {
  try {
    parseCampaignFile({ text, path });
  } catch (error) {
    if (!isRingmasterError(error, 'definition.invalid')) throw error;
    const issues = error.details['issues'] as DefinitionIssue[];
    return issues.map((issue) => issueText({ issue }));
  }
  return [];
}

const step = (lines: string): string =>
  `name: a\nsteps:\n  - id: s\n    channel: voice\n    from: "+12025550100"\n    flow: [{ speak: hi }]\n${lines}`;

describe('reading a campaign file', () => {
  test('accepts the example, with every default filled in', () => {
    const text = readFileSync(new URL('../../examples/campaign.yaml', import.meta.url), 'utf8');
    const definition = parseCampaignFile({ text, path: 'examples/campaign.yaml' });
    expect(definition).toMatchObject({ name: 'spring-checkup', client: 'northwind', keepOpen: false });
    expect(definition.steps.map(({ id }) => id)).toEqual(['reminder']);
  });

  test('accepts the example with two steps, the second some days later', () => {
    const text = readFileSync(new URL('../../examples/two-steps.yaml', import.meta.url), 'utf8');
    const { steps } = parseCampaignFile({ text, path: 'examples/two-steps.yaml' });
    expect(steps.map(({ id, after }) => [id, after])).toEqual([
      ['reminder', undefined],
      ['last-try', '3d'],
    ]);
  });

  test('accepts JSON and YAML', () => {
    const json = JSON.stringify({ name: 'a', steps: [{ id: 's', channel: 'log', text: 'hi' }] }, null, '\t');
    expect(parseCampaignFile({ text: json, path })).toEqual(parseCampaignFile({ text: minimal, path }));
  });

  test.each([
    ['flow: [{ wait: 2s }]', 'steps[0].flow', 'says nothing'],
    ['flow: [{ wait: 2s }, { hangup: true }]', 'steps[0].flow', 'says nothing'],
    ['flow: [{ speak: " ... " }]', 'steps[0].flow', 'says nothing'],
    [
      'flow: [{ speak: hello }, { gather: { speak: "?", on: { "1": confirmed } } }]',
      'steps[0].flow[1].gather.speak',
      'asks nothing',
    ],
  ])('refuses a step whose texts are empty for every contact: %s', (flow, where, what) => {
    const [issue, ...rest] = issuesOf(step('').replace('flow: [{ speak: hi }]', flow));
    expect(rest).toEqual([]);
    expect(issue).toContain(where);
    expect(issue).toContain(what);
  });

  test('names file, line, column, path and fix in one line', () => {
    const text = step('    ringTimeot: 30s\n');
    expect(() => parseCampaignFile({ text, path: 'examples/campaign.yaml' })).toThrow(
      'examples/campaign.yaml:7:5 steps[0].ringTimeot: unknown key; did you mean ringTimeout?',
    );
  });

  test.each([
    [
      'a key far from any',
      step('    zzz: 1\n'),
      '7:5 steps[0].zzz: unknown key; the keys here are id, after, channel, from, flow, branches, ringTimeout, timeLimit, machineDetection',
    ],
    [
      'a key at the top',
      `${minimal}sendwindow: {}\n`,
      '3:1 sendwindow: unknown key; did you mean sendWindow?',
    ],
    ['a missing key', 'name: a\n', '1:1 steps: is missing; add steps: [ … ]'],
    [
      'an unknown channel',
      'name: a\nsteps:\n  - { id: s, channel: vioce }\n',
      '3:23 steps[0].channel: must be one of voice, email, log; did you mean voice?',
    ],
    [
      'a missing channel',
      'name: a\nsteps:\n  - { id: s }\n',
      '3:5 steps[0].channel: is missing; must be one of voice, email, log',
    ],
    [
      'a number without quotes',
      step('').replace('"+12025550100"', '+12025550100'),
      '5:11 steps[0].from: must be a text, not 12025550100; put it in quotes: "+12025550100"',
    ],
    [
      'a duration without unit',
      step('    after: 3\n'),
      '7:12 steps[0].after: must be a text, not 3; add a unit, such as 3m',
    ],
    [
      'a wrong word',
      step('    machineDetection: hang-up\n'),
      '7:23 steps[0].machineDetection: must be one of off, hangup; did you mean hangup?',
    ],
    [
      'a wrong word among kinds',
      `${minimal}sendWindow: { timezone: recipent }\n`,
      '3:25 sendWindow.timezone: "recipent" is not a time zone; use an IANA name such as America/New_York; did you mean recipient?',
    ],
    [
      'an unknown time zone',
      `${minimal}sendWindow: { fallbackTimezone: Mars/Olympus }\n`,
      '3:33 sendWindow.fallbackTimezone: "Mars/Olympus" is not a time zone; use an IANA name such as America/New_York',
    ],
    [
      'an end before the start',
      `${minimal}sendWindow: { start: "17:00", end: "09:00" }\n`,
      '3:36 sendWindow.end: must be later than start',
    ],
    [
      'a weekday that ends before it begins',
      `${minimal}sendWindow: { days: { fri: "13:00-09:00" } }\n`,
      '3:28 sendWindow.days.fri: must end later than it begins; write hours such as 09:00-13:00, or closed',
    ],
    [
      'a first pause longer than the longest',
      `${minimal}retry: { backoff: { first: 48h } }\n`,
      '3:19 retry.backoff: starts with a delay of 48h, which is longer than its max of 24h; set max to 48h or more',
    ],
    [
      'a first pause of a disposition longer than the longest of all',
      `${minimal}retry: { backoff: { max: 1h }, on: { failed: { first: 2h } } }\n`,
      '3:46 retry.on.failed: starts with a delay of 2h, which is longer than its max of 1h; set max to 2h or more',
    ],
    [
      'an answer that cannot be pressed',
      'name: a\nsteps:\n  - id: s\n    channel: voice\n    from: "+12025550100"\n    flow:\n      - gather: { speak: hi, on: { "1": confirmed, "99": opt-out } }\n',
      '7:52 steps[0].flow[0].gather.on.99: can never be pressed: one digit is gathered; set digits to 2',
    ],
    [
      'the long name of a weekday',
      `${minimal}sendWindow: { days: { friday: closed } }`,
      '3:23 sendWindow.days.friday: unknown key; did you mean fri?',
    ],
    [
      'hours that no clock shows',
      `${minimal}sendWindow: { days: { fri: "09:00-25:00" } }\n`,
      '3:28 sendWindow.days.fri: is not a time of day; write hours such as 09:00-13:00, or closed',
    ],
    [
      'a weekday that is none',
      `${minimal}sendWindow: { days: { fry: closed } }\n`,
      '3:23 sendWindow.days.fry: unknown key; did you mean fri?',
    ],
    [
      'a negative limit',
      `${minimal}rateLimits: { concurrent: -1 }\n`,
      '3:27 rateLimits.concurrent: must be at least 1',
    ],
    [
      'half a call',
      `${minimal}rateLimits: { perHour: 1.5 }\n`,
      '3:24 rateLimits.perHour: must be a whole number, not 1.5',
    ],
    [
      'a number in quotes',
      `${minimal}rateLimits: { perDay: "20" }\n`,
      '3:23 rateLimits.perDay: must be a whole number, not a text; write 20 without quotes',
    ],
    ['a yes', `${minimal}keepOpen: yes\n`, '3:11 keepOpen: must be true or false, not a text; write true'],
    ['a key without value', `${minimal}retry:\n`, '3:7 retry: is empty but must be a group of settings'],
    ['a number that is too big', `${minimal}priority: 11\n`, '3:11 priority: must be at most 9'],
    [
      'a date without time',
      `${minimal}end: 2027-03-01\n`,
      '3:6 end: must be a date and time with its zone, such as 2027-03-01T17:00:00Z',
    ],
    [
      'a list that is none',
      'name: a\nsteps: { id: s }\n',
      '2:8 steps: must be a list, not a group of settings; begin each entry with "- "',
    ],
    ['no steps', 'name: a\nsteps: []\n', '2:8 steps: needs at least one step'],
    [
      'a step twice',
      'name: a\nsteps:\n  - { id: s, channel: log, text: a }\n  - { id: s, channel: log, text: b }\n',
      '4:11 steps[1].id: is used twice: s',
    ],
    [
      'a name of ours',
      'name: direct\nsteps: [{ id: s, channel: log, text: a }]\n',
      '1:7 name: is reserved for the single calls of a client; choose another one',
    ],
    [
      'holidays nobody knows',
      `${minimal}sendWindow: { holidays: UK }\n`,
      '3:25 sendWindow.holidays: no public holidays are known for this place; write a country or state such as US or US-CA, recipient, or none',
    ],
    [
      'an hour that is none, and nothing else',
      `${minimal}sendWindow: { start: "25:00" }\n`,
      '3:22 sendWindow.start: must be a time of day such as 09:00',
    ],
    [
      'a delay beyond every calendar',
      'name: a\nsteps:\n  - { id: s, channel: log, text: a }\n  - { id: t, channel: log, text: b, after: 99999999999d }\n',
      '4:44 steps[1].after: must be at most 366d',
    ],
    [
      'a disposition that no step can end with',
      `${minimal}dispositions: { busy: stop }\n`,
      '3:17 dispositions.busy: has no effect, because no step of this campaign can end with it; remove it, or use one of answered, rejected, invalid, failed, unconfirmed, cancelled',
    ],
    [
      'another backoff for a disposition that no step can end with',
      `${minimal}retry: { on: { busy: { first: 2h } } }\n`,
      '3:16 retry.on.busy: has no effect, because no step of this campaign can end with it; remove it, or use one of answered, rejected, invalid, failed, unconfirmed, cancelled',
    ],
    [
      'a retry after more than a year',
      `${minimal}retry: { backoff: { first: 367d } }\n`,
      '3:28 retry.backoff.first: must be at most 366d',
    ],
    ['a key twice', `name: b\n${minimal}`, '2:1: the key is used twice; keep one of the two'],
    ['a tab', 'name: a\nsteps:\n\t- id: s\n', '3:1: a tab is used to indent; indent with spaces'],
    [
      'two campaigns',
      `${minimal}---\n${minimal}`,
      '3:1: a second document begins here; keep one campaign per file',
    ],
    ['nothing', ' \n# only a comment\n', '1:1: the file is empty; the minimum is a name and one step'],
    ['a text that is no campaign', 'hello\n', '1:1: must be a group of settings, not a text'],
    [
      'an alias without anchor',
      'name: *x\n',
      '1:1: the file uses an alias (*name) that nothing defines (&name)',
    ],
    [
      'a variable that is no name',
      'name: a\nsteps: [{ id: s, channel: log, text: "{{First Name}}" }]\n',
      '2:38 steps[0].text: has a variable that is not a name: {{First Name}}; did you mean {{first_name}}?',
    ],
    [
      'a variable that is not closed',
      'name: a\nsteps: [{ id: s, channel: log, text: "Hi {{name" }]\n',
      '2:38 steps[0].text: has a {{ that is not closed; write variables as {{first_name}}',
    ],
    [
      'a variable that no text can name',
      `${minimal}variables: { "practice name": x }\n`,
      '3:14 variables["practice name"]: no text can use a variable with this name; call it practice_name',
    ],
  ])('explains %s', (_, text, expected) => {
    expect(issuesOf(text)).toEqual([expected]);
  });

  test.each([
    ['speek: hi', 'unknown key; did you mean speak?'],
    [
      'say: hi',
      'unknown key; the keys here are speak, play, wait, gather, dial, record, stream, goto, hangup',
    ],
    ['{ speak: hi, wait: 3s }', 'has speak and wait in one entry; write each as a separate entry'],
    ['{}', 'must have one of speak, play, wait, gather, dial, record, stream, goto, hangup'],
    [
      'hi',
      'must be one of { speak: … }, { play: … }, { wait: … }, { gather: … }, { dial: … }, { record: … }, { stream: … }, { goto: … }, { hangup: … }',
    ],
    ['hangup: false', 'must be true'],
    ['play: notes.mp3', 'must be an http or https address'],
    ['speak: ""', 'must not be empty'],
    ['speak: {{first_name}}', 'must be a text, not a group of settings; put it in quotes: "{{first_name}}"'],
    ['gather: { speak: hi, on: { x: yes-please } }', 'must be the digits pressed'],
    [
      'gather: { speak: hi, on: { 1: Confirmed } }',
      'must be a word in kebab-case, such as confirmed or opt-out',
    ],
    ['gather: { speak: hi, digit: 1, on: { 1: yes-please } }', 'unknown key; did you mean digits?'],
  ])('explains the flow entry %s', (entry, expected) => {
    const issues = issuesOf(step('').replace('[{ speak: hi }]', `\n      - ${entry}`));
    expect(issues).toHaveLength(1);
    expect(issues[0]).toMatch(/^7:\d+ steps\[0\]\.flow\[0\]/);
    expect(issues[0]).toContain(`: ${expected}`);
  });

  test('reports every problem, from top to bottom', () => {
    const issues = issuesOf('name: A\npriority: 0\nsteps: [{ id: s, channel: log, text: 1 }]\n');
    expect(issues.map((issue) => issue.split(':')[0])).toEqual(['1', '2', '3']);
  });

  test('finds a wrong value behind an alias', () => {
    const text = `${minimal}retry: { backoff: &b { first: 5 }, on: { busy: *b } }\n`;
    expect(issuesOf(text).map((issue) => issue.split(': ')[0])).toEqual([
      '3:31 retry.backoff.first',
      '3:31 retry.on.busy.first',
    ]);
  });

  test('limits the size of the file and of its expansion', () => {
    const bomb = [
      'a: &a [x,x,x,x,x,x,x,x,x]',
      ...'bcdefgh'.split('').map((name, index) => {
        const inner = 'abcdefg'[index];
        return `${name}: &${name} [${Array.from({ length: 9 }, () => `*${inner}`).join(',')}]`;
      }),
    ].join('\n');
    expect(issuesOf(bomb)).toEqual(['1:1: the file repeats too much through aliases; write the values out']);
    expect(issuesOf('['.repeat(50_000))).toEqual([
      '1:1: the file is nested too deeply; a campaign needs about six levels',
    ]);
    expect(issuesOf(`name: ${'x'.repeat(maxDefinitionBytes)}`)).toEqual([
      '1:1: the file is over 1 MB; contacts belong in a separate list (CSV)',
    ]);
    expect(
      issuesOf(Array.from({ length: 500 }, (_, index) => `k${index}: 1`).join('\n')).length,
    ).toBeLessThanOrEqual(50);
  });

  test('throws only definition.invalid for random texts', () => {
    const words = fc.constantFrom(
      'name: a\n',
      'steps:\n',
      '- ',
      '  ',
      '{',
      '}',
      '[',
      ']',
      ': ',
      '*a',
      '&a ',
      '"',
      '{{',
      '? ',
      '!!map ',
      '<<: ',
      '---\n',
      '__proto__: ',
      'retry: ',
      'flow',
      '1',
      '\t',
      '|\n',
    );
    const text = fc.oneof(
      fc.string(),
      fc.array(words, { maxLength: 30 }).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(text, (written) => {
        expect(Array.isArray(issuesOf(written))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

describe('a file with problems of several kinds', () => {
  test('has all of them reported at once: keys, values, texts and hours', () => {
    const text = `name: Not A Slug
steps:
  - id: call
    channel: voice
    ringTimeot: 30s
    from: "+12025550100"
    flow:
      - speak: "Hello {{first name}}"
      - gather: { speak: "Press", digits: 1, on: { "12": confirmed } }
sendWindow: { holidays: Narnia, days: { mon: "17:00-09:00" } }
retry: { maxAttempts: 0, backoff: { first: 2h, max: 1h } }
`;
    const issues = issuesOf(text);
    for (const place of [
      ' name: must',
      'ringTimeot:',
      'flow[0].speak',
      'flow[1].gather.on',
      'sendWindow.holidays',
      'sendWindow.days.mon',
      'retry.maxAttempts',
      'retry.backoff',
    ]) {
      expect(issues.filter((issue) => issue.includes(place)).length, place).toBe(1);
    }
    expect(issues).toHaveLength(8);
  });

  test('has the problems before a syntax error reported, and none that the error may have caused', () => {
    const twice = issuesOf(`name: a\nname: B B\nsteps: [{ id: s, channel: log, text: "{{x y}}" }]\n`);
    expect(twice.map((issue) => issue.slice(0, 3))).toEqual(['2:1', '2:7', '3:3']);
    const broken = issuesOf('name: B B\nsteps:\n  - id: s\n   channel: log\nretry: { maxAttempts: 0 }\n');
    expect(broken[0]).toMatch(/^1:7 name: /);
    expect(broken.slice(1).every((issue) => issue.includes('is not valid YAML'))).toBe(true);
  });

  test('is checked in limited time, whatever it contains', () => {
    const value = fc.letrec((tie) => ({
      any: fc.oneof(
        { depthSize: 'small' },
        fc.constantFrom<unknown>(null, 0, -1, '', 'x', '24:00', 'voice', 'log', true),
        fc.array(tie('any'), { maxLength: 3 }),
        fc.dictionary(
          fc.constantFrom('name', 'steps', 'id', 'channel', 'flow', 'speak', 'text', 'from'),
          tie('any'),
        ),
      ),
    })).any;
    fc.assert(
      fc.property(fc.record({ name: value, steps: value, retry: value, sendWindow: value }), (definition) => {
        expect(issuesOf(JSON.stringify(definition)).length).toBeGreaterThan(0);
      }),
      { numRuns: 60 },
    );
  });
});
