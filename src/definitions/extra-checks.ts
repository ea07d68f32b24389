import { directName } from '../domain/campaign/campaign.ts';
import type { CampaignDefinition, RetryPolicy } from '../domain/campaign/campaign-definition.ts';
import type { Step } from '../domain/campaign/step.ts';
import { toMs } from '../domain/time/duration.ts';
import { channels, descriptorOf, dispositionNames } from '../channels/registry.ts';
import type { Consequence } from '../domain/attempt/consequence.ts';
import { routes } from '../domain/attempt/disposition.ts';
import { nearest } from './explain/nearest.ts';
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
    ...consentIssues(definition),
  ];
}

function nameIssues(name: string): PlainIssue[] {
  if (name !== directName) return [];
  const message = 'is reserved for the single calls of a client';
  return [{ path: ['name'], message, fix: 'choose another one', at: 'value' }];
}

function consentIssues({ consent = {}, steps }: CampaignDefinition): PlainIssue[] {
  const used = new Set(steps.map(({ channel }) => channel));
  return Object.keys(consent)
    .filter((channel) => !used.has(channel))
    .map((channel): PlainIssue => ({
      path: ['consent', channel],
      message: `no step uses the channel ${channel}`,
      fix: `use one of ${[...used].join(', ')}, or leave it out`,
      at: 'key',
    }));
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
  const noEffect = (path: string[]): PlainIssue => ({
    path,
    message: 'has no effect, because no step of this campaign can end with it',
    fix: `remove it, or use one of ${[...known].join(', ')}`,
    at: 'key',
  });
  return [
    ...Object.keys(retry.on)
      .filter((name) => !known.has(name))
      .map((name) => noEffect(['retry', 'on', name])),
    ...Object.entries(dispositions).flatMap(([name, consequence]): PlainIssue[] => {
      const path = ['dispositions', name];
      if (known.has(name)) return isRouted(consequence) ? [] : [notForDispositions(path, consequence)];
      if (dispositionNames.includes(name)) return [noEffect(path)];
      return wordIssues(path, name, [...known]);
    }),
  ];
}

const isRouted = (consequence: Consequence): boolean =>
  (routes as readonly Consequence[]).includes(consequence);

function notForDispositions(path: string[], consequence: Consequence): PlainIssue {
  return {
    path,
    message: `cannot lead to ${consequence}: that is what a contact or an operator says, not how a call ends`,
    fix: `use one of ${routes.join(', ')}`,
    at: 'value',
  };
}

/** Returns the issues of an own word of the campaign. A word that resembles a disposition is taken for a typing error. */
function wordIssues(path: string[], word: string, known: readonly string[]): PlainIssue[] {
  if (word === 'confirmed' || word === 'opt-out') {
    return [{ path, message: 'has a fixed meaning', fix: 'remove it, or use another word', at: 'key' }];
  }
  const meant = nearest(word, known);
  if (meant === null) return [];
  const message = `is no disposition, and too similar to ${meant} for a word of your own`;
  return [{ path, message, fix: `write ${meant}, or use another word`, at: 'key' }];
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
