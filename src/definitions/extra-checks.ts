import { directName } from '../domain/campaign/campaign.ts';
import type { CampaignDefinition, RetryPolicy, Step } from '../domain/campaign/campaign-definition.ts';
import { toMs } from '../domain/time/duration.ts';
import { silenceOf } from '../domain/campaign/silence.ts';
import type { PlainIssue } from './explain/issue-path.ts';
import { isHolidayRegion } from '../rules/windows/holidays.ts';
import { textsOf } from './step-texts.ts';
import type { StepText } from './step-texts.ts';
import { suggestedName, templateProblems } from '../domain/campaign/template-syntax.ts';

/**
 * What a schema cannot say: the name is not one of ours, variables in texts are well-formed, every step has something
 * to say, no answer has more digits than are gathered, the hours of a weekday begin before they end, the holidays are known, and no first pause
 * is longer than the longest.
 */
export function extraChecks(definition: CampaignDefinition): PlainIssue[] {
  return [
    ...nameIssues(definition.name),
    ...definition.steps.flatMap((step, index) => textsOf(step, ['steps', index])).flatMap(templateIssues),
    ...definition.steps.flatMap(silenceIssues),
    ...definition.steps.flatMap(digitIssues),
    ...Object.keys(definition.variables).flatMap(variableIssues),
    ...holidayIssues(definition.sendWindow.holidays),
    ...Object.entries(definition.sendWindow.days).flatMap(([day, hours]) => hoursIssues(day, hours)),
    ...backoffIssues(definition.retry),
    ...warmUpIssues(definition.rateLimits),
  ];
}

function nameIssues(name: string): PlainIssue[] {
  if (name !== directName) return [];
  const message = 'is kept for the single calls of a client';
  return [{ path: ['name'], message, fix: 'choose another one', at: 'value' }];
}

function templateIssues({ path, text }: StepText): PlainIssue[] {
  return templateProblems(text).map((problem) => ({ path, ...problem, at: 'value' }));
}

/** A step that says nothing whatever its variables are; one that depends on them is judged contact by contact. */
function silenceIssues(step: Step, index: number): PlainIssue[] {
  const silence = silenceOf(step, () => 'x');
  if (!silence) return [];
  const path = ['steps', index];
  if (silence.node !== null) {
    return [
      {
        path: [...path, 'flow', silence.node, 'gather', 'speak'],
        message: 'asks nothing: the text has no letter or digit',
        fix: 'write the question, or put a play entry with its recording directly before it',
        at: 'value',
      },
    ];
  }
  const isCall = step.channel === 'voice';
  return [
    {
      path: [...path, isCall ? 'flow' : 'text'],
      message: isCall
        ? 'says nothing: it has no text with a letter or digit and no recording before its end'
        : 'says nothing: it has no letter or digit',
      fix: isCall ? 'add a speak or play entry' : 'write a text',
      at: isCall ? 'key' : 'value',
    },
  ];
}

/** An answer that cannot be given would be lost without a word, an opt-out too. */
function digitIssues(step: Step, index: number): PlainIssue[] {
  if (step.channel === 'log') return [];
  return step.flow.flatMap((node, place) => {
    if (!('gather' in node)) return [];
    const { digits, on } = node.gather;
    const path = ['steps', index, 'flow', place, 'gather', 'on'];
    return Object.keys(on)
      .filter((keys) => keys.length > digits)
      .map((keys): PlainIssue => ({
        path: [...path, keys],
        message: `can never be pressed: ${digits === 1 ? 'one digit is' : `${digits} digits are`} gathered`,
        fix: `set digits to ${keys.length}`,
        at: 'key',
      }));
  });
}

function variableIssues(name: string): PlainIssue[] {
  if (/^[\p{L}\p{N}_]+$/u.test(name)) return [];
  const fix = suggestedName(name);
  return [
    {
      path: ['variables', name],
      message: 'no text can use a variable of this name',
      fix: fix === '' ? 'use letters, digits and underscores' : `call it ${fix}`,
      at: 'key',
    },
  ];
}

function holidayIssues(holidays: string): PlainIssue[] {
  if (holidays === 'recipient' || holidays === 'none' || isHolidayRegion(holidays)) return [];
  const message = 'no public holidays are known of there';
  const fix = 'write a country or state such as US or US-CA, recipient, or none';
  return [{ path: ['sendWindow', 'holidays'], message, fix, at: 'value' }];
}

function hoursIssues(day: string, hours: string): PlainIssue[] {
  if (hours === 'closed') return [];
  const path = ['sendWindow', 'days', day];
  const [start = '', end = ''] = hours.split('-');
  const fix = 'write hours such as 09:00-13:00, or closed';
  if (!isTimeOfDay(start) || !isTimeOfDay(end))
    return [{ path, message: 'is not a time of day', fix, at: 'value' }];
  return start < end ? [] : [{ path, message: 'must end later than it begins', fix, at: 'value' }];
}

function backoffIssues({ backoff, on }: RetryPolicy): PlainIssue[] {
  const all = [
    { path: ['retry', 'backoff'], ...backoff },
    ...Object.entries(on).map(([disposition, own]) => ({
      path: ['retry', 'on', disposition],
      first: own.first ?? backoff.first,
      max: own.max ?? backoff.max,
    })),
  ];
  const wrong = all.find(({ first, max }) => toMs(first) > toMs(max));
  if (!wrong) return [];
  const { path, first, max } = wrong;
  const message = `begins with ${first}, but no pause may be longer than its max of ${max}`;
  return [{ path, message, fix: `set max to ${first} or more`, at: 'value' }];
}

function warmUpIssues({ warmupEnabled, warmupSchedule }: CampaignDefinition['rateLimits']): PlainIssue[] {
  if (!warmupEnabled || warmupSchedule) return [];
  const message = 'switches a warm-up on that has no days';
  return [
    {
      path: ['rateLimits', 'warmupEnabled'],
      message,
      fix: 'add warmupSchedule, such as [10, 25, 50], or leave it out',
      at: 'value',
    },
  ];
}

function isTimeOfDay(text: string): boolean {
  return /^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/.test(text);
}
