import { issueText } from '../../definitions/definition-error.ts';
import type { DefinitionIssue } from '../../definitions/definition-error.ts';
import { isRingmasterError } from '../../domain/errors.ts';
import { RemoteError } from '../api/remote-error.ts';
import { counted } from './times.ts';

/** Returns an error as one line: what happened, what to do, and its code. */
export function failureLine(error: unknown): string {
  const { message, hint, code } = partsOf(error);
  const sentences = [message, hint].flatMap((part) => (part ? [sentence(part)] : []));
  return oneLine(`${sentences.join(' ')}${code ? ` [${code}]` : ''}`);
}

/** Returns an error as lines: first each of its issues, if there are several, then what to do. */
export function failureLines(error: unknown): string[] {
  const { issues, file } = issuesOf(error);
  if (issues.length < 2) return [failureLine(error)];
  const { hint, code } = partsOf(error);
  const where = file === undefined ? '' : ` in ${file}`;
  const what = sentence(`${counted(issues.length, 'error')}${where}`);
  return [
    ...issues.map((issue) => oneLine(issueText({ issue, file }))),
    [what, hint ? sentence(hint) : '', code ? `[${code}]` : ''].filter(Boolean).join(' '),
  ];
}

function issuesOf(error: unknown): { issues: readonly DefinitionIssue[]; file: string | undefined } {
  const details =
    error instanceof RemoteError ? error.problem : isRingmasterError(error) ? error.details : {};
  const issues = Array.isArray(details['issues']) ? (details['issues'] as Partial<DefinitionIssue>[]) : [];
  const file = typeof details['file'] === 'string' ? details['file'] : undefined;
  const noPlace = { line: null, column: null, path: '', message: 'is not valid', fix: null };
  return { issues: issues.map((issue) => ({ ...noPlace, ...issue })), file };
}

/** Returns an error as a JSON document. */
export function failureDocument(error: unknown): Readonly<Record<string, unknown>> {
  if (error instanceof RemoteError) return { error: { status: error.status, ...error.problem } };
  const { message, hint, code } = partsOf(error);
  const details = isRingmasterError(error) ? error.details : {};
  return { error: { code: code ?? 'cli.fault', detail: message, ...(hint && { hint }), ...details } };
}

function partsOf(error: unknown): { message: string; hint?: string | undefined; code?: string | undefined } {
  if (error instanceof RemoteError) {
    const { hint, code } = error.problem;
    return { message: error.message, hint: hint ?? allowedText(error.problem['allowed']), code };
  }
  if (isRingmasterError(error)) return { message: error.message, hint: error.hint, code: error.code };
  return { message: error instanceof Error ? error.message || error.name : String(error) };
}

function allowedText(allowed: unknown): string | undefined {
  return Array.isArray(allowed) && allowed.length > 0 ? `Allowed now: ${allowed.join(', ')}` : undefined;
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

function oneLine(text: string): string {
  return text.replaceAll(/\s*\n\s*/g, ' ');
}
