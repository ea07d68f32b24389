import type { Explaining, IssuePath, PlainIssue } from './issue-path.ts';
import { valueAt } from './issue-path.ts';
import { kindOf } from './kinds.ts';

/** Example values for missing keys. */
const examples: Readonly<Record<string, string>> = {
  name: 'spring-checkup',
  steps: '[ … ]',
  id: 'reminder',
  channel: 'voice',
  from: '"+12025550100"',
  flow: '[ { speak: "Hello {{first_name}}" } ]',
  speak: '"Hello {{first_name}}"',
  text: '"Hello {{first_name}}"',
  on: '{ "1": confirmed }',
};

/** Explains a value of the wrong type, or a missing value. */
export function explainType({
  path,
  expected,
  message,
  context,
}: {
  path: IssuePath;
  expected: string;
  message: string;
  context: Explaining;
}): PlainIssue {
  const value = valueAt(context.value, path);
  const key = String(path.at(-1) ?? '');
  if (value === undefined) {
    const fix = Object.hasOwn(examples, key) ? `add ${key}: ${examples[key]}` : null;
    return { path, message: 'is missing', fix, at: 'value' };
  }
  if (value === null) return { path, message: `is empty but ${message}`, fix: null, at: 'value' };
  return {
    path,
    message: `${message}, not ${kindOf(value)}`,
    fix: fixFor({ path, expected, value, context }),
    at: 'value',
  };
}

type Wrong = { path: IssuePath; expected: string; value: unknown; context: Explaining };

function fixFor({ path, expected, value, context }: Wrong): string | null {
  const written = context.writtenAt(path)?.trim().slice(0, 60) ?? '';
  if (expected === 'string') {
    if (typeof value === 'number' && context.placeAt(path).isDuration)
      return `add a unit, such as ${written}m`;
    if (typeof value === 'object' && !written.startsWith('{{')) return null;
    return `put it in quotes: "${written}"`;
  }
  if (expected === 'boolean' && typeof value === 'string') {
    if (/^(?:y|yes|on)$/i.test(value)) return 'write true';
    return /^(?:n|no|off)$/i.test(value) ? 'write false' : null;
  }
  const isNumber = expected === 'number' || expected === 'int';
  if (isNumber && typeof value === 'string' && /^-?\d+(?:\.\d+)?$/.test(value))
    return `write ${value} without quotes`;
  return expected === 'array' ? 'begin each entry with "- "' : null;
}
