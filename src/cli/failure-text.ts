import { isRingmasterError } from '../domain/errors.ts';
import { RemoteError } from './remote-error.ts';

/** An error in one line: what happened, what to do, and its code. */
export function failureLine(error: unknown): string {
  const { message, hint, code } = partsOf(error);
  const sentences = [message, hint].flatMap((part) => (part ? [sentence(part)] : []));
  return oneLine(`${sentences.join(' ')}${code ? ` [${code}]` : ''}`);
}

/** The same as a document for programs. */
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
  return Array.isArray(allowed) && allowed.length > 0 ? `It takes: ${allowed.join(', ')}` : undefined;
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

function oneLine(text: string): string {
  return text.replaceAll(/\s*\n\s*/g, ' ');
}
