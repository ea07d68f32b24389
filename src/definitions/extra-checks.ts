import { directName } from '../domain/campaign/campaign.ts';
import type { CampaignDefinition, RetryPolicy } from '../domain/campaign/campaign-definition.ts';
import type { Step } from '../domain/campaign/step.ts';
import { toMs } from '../domain/time/duration.ts';
import { channels, descriptorOf } from '../channels/registry.ts';
import type { PlainIssue } from './explain/issue-path.ts';
import { isHolidayRegion } from '../rules/windows/holidays.ts';
import type { StepText } from '../domain/campaign/step.ts';
import { suggestedName, templateProblems } from '../domain/campaign/template-syntax.ts';

/**
 * Returns the issues that a schema cannot find: a reserved name, malformed variables in texts, a step with empty
 * texts or one that its channel refuses, hours of a weekday that end before they begin, unknown holidays, a first
 * retry delay over the maximum, a disposition that no step can end with, and a warm-up without a schedule.
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
    ...dispositionIssues(definition),
    ...warmUpIssues(definition.rateLimits),
  ];
}

function nameIssues(name: string): PlainIssue[] {
  if (name !== directName) return [];
  const message = 'is reserved for the single calls of a client';
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

/** Returns the issues that the channel of a step finds, and the issue of texts that are empty with any variables. */
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
      message: 'no text can use a variable with this name',
      fix: fix === '' ? 'use letters, digits and underscores' : `call it ${fix}`,
      at: 'key',
    },
  ];
}

function holidayIssues(holidays: string): PlainIssue[] {
  if (holidays === 'recipient' || holidays === 'none' || isHolidayRegion(holidays)) return [];
  const message = 'no public holidays are known for this place';
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
      first: own?.first ?? backoff.first,
      max: own?.max ?? backoff.max,
    })),
  ];
  const wrong = all.find(({ first, max }) => toMs(first) > toMs(max));
  if (!wrong) return [];
  const { path, first, max } = wrong;
  const message = `starts with a delay of ${first}, which is longer than its max of ${max}`;
  return [{ path, message, fix: `set max to ${first} or more`, at: 'value' }];
}

function dispositionIssues({ steps, dispositions, retry }: CampaignDefinition): PlainIssue[] {
  const known = new Set(
    steps.flatMap(({ channel }) => channels.dispositionsOf(channel).map(({ name }) => name)),
  );
  const used = [
    ...Object.keys(dispositions).map((name) => ['dispositions', name]),
    ...Object.keys(retry.on).map((name) => ['retry', 'on', name]),
  ];
  return used.flatMap((path): PlainIssue[] => {
    if (known.has(path.at(-1) ?? '')) return [];
    const message = 'has no effect, because no step of this campaign can end with it';
    return [{ path, message, fix: `remove it, or use one of ${[...known].join(', ')}`, at: 'key' }];
  });
}

function warmUpIssues({ warmupEnabled, warmupSchedule }: CampaignDefinition['rateLimits']): PlainIssue[] {
  if (!warmupEnabled || warmupSchedule) return [];
  const message = 'switches on a warm-up without a schedule';
  return [
    {
      path: ['rateLimits', 'warmupEnabled'],
      message,
      fix: 'add warmupSchedule, such as [10, 25, 50], or remove warmupEnabled',
      at: 'value',
    },
  ];
}

function isTimeOfDay(text: string): boolean {
  return /^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/.test(text);
}
