import { directName } from '../domain/campaign/campaign.ts';
import type { CampaignDefinition, RetryPolicy } from '../domain/campaign/campaign-definition.ts';
import type { Step } from '../domain/campaign/step.ts';
import { toMs } from '../domain/time/duration.ts';
import { descriptorOf } from '../channels/registry.ts';
import type { PlainIssue } from './explain/issue-path.ts';
import { isHolidayRegion } from '../rules/windows/holidays.ts';
import type { StepText } from '../domain/campaign/step.ts';
import { suggestedName, templateProblems } from '../domain/campaign/template-syntax.ts';

/**
 * What a schema cannot say: the name is not one of ours, variables in texts are well-formed, every step has something to
 * say and is sound to its channel, the hours of a weekday begin before they end, the holidays are known, and no first
 * pause is longer than the longest.
 */
export function extraChecks(definition: CampaignDefinition): PlainIssue[] {
  return [
    ...nameIssues(definition.name),
    ...definition.steps.flatMap(templateIssues),
    ...definition.steps.flatMap(stepIssues),
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

function templateIssues(step: Step, index: number): PlainIssue[] {
  const texts: readonly StepText[] = descriptorOf(step.channel)?.textsOf(step) ?? [];
  return texts.flatMap(({ path, text }) =>
    templateProblems(text).map((problem): PlainIssue => ({
      path: ['steps', index, ...path],
      ...problem,
      at: 'value',
    })),
  );
}

/** What the step's channel says of it; and that it says nothing, whatever its variables are. */
function stepIssues(step: Step, index: number): PlainIssue[] {
  const descriptor = descriptorOf(step.channel);
  const silence = descriptor?.silenceOf(step, () => 'x');
  const issues = descriptor
    ? [...(silence ? [descriptor.explainSilence(silence)] : []), ...descriptor.issuesOf(step)]
    : [];
  return issues.map((issue) => ({ ...issue, path: ['steps', index, ...issue.path] }));
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
