import type { CampaignDefinition, FlowNode, Step } from '../domain/campaign-definition.ts';
import type { IssuePath, PlainIssue } from './issue-path.ts';
import { suggestedName, templateProblems } from '../domain/template-syntax.ts';

/** What a schema cannot say: variables in texts are well-formed, and the hours of a weekday begin before they end. */
export function extraChecks(definition: CampaignDefinition): PlainIssue[] {
  return [
    ...definition.steps.flatMap((step, index) => textsOf(step, ['steps', index])).flatMap(templateIssues),
    ...Object.keys(definition.variables).flatMap(variableIssues),
    ...Object.entries(definition.sendWindow.days).flatMap(([day, hours]) => hoursIssues(day, hours)),
  ];
}

type Text = { path: IssuePath; text: string };

function textsOf(step: Step, path: IssuePath): Text[] {
  if (step.channel === 'log') return [{ path: [...path, 'text'], text: step.text }];
  return step.flow.flatMap((node, index) => spoken(node, [...path, 'flow', index]));
}

function spoken(node: FlowNode, path: IssuePath): Text[] {
  if ('speak' in node) return [{ path: [...path, 'speak'], text: node.speak }];
  if ('gather' in node) return [{ path: [...path, 'gather', 'speak'], text: node.gather.speak }];
  return [];
}

function templateIssues({ path, text }: Text): PlainIssue[] {
  return templateProblems(text).map((problem) => ({ path, ...problem, at: 'value' }));
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

function hoursIssues(day: string, hours: string): PlainIssue[] {
  if (hours === 'closed') return [];
  const path = ['sendWindow', 'days', day];
  const [start = '', end = ''] = hours.split('-');
  const fix = 'write hours such as 09:00-13:00, or closed';
  if (!isTimeOfDay(start) || !isTimeOfDay(end))
    return [{ path, message: 'is not a time of day', fix, at: 'value' }];
  return start < end ? [] : [{ path, message: 'must end later than it begins', fix, at: 'value' }];
}

function isTimeOfDay(text: string): boolean {
  return /^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/.test(text);
}
