import { html } from 'hono/html';
import { isRingmasterError } from '../../../domain/errors.ts';
import type { RingmasterError } from '../../../domain/errors.ts';
import type { FileIssue } from '../../api/preparation.ts';
import type { Html } from '../../layout/html.ts';
import { problemNotice } from '../../layout/problem.ts';
import { counted } from '../../text/format.ts';
import { statusOf } from '../problem-status.ts';

/** The text of a campaign file, and why it was refused. */
export type FileTried = {
  file: string;
  issues?: readonly FileIssue[];
  problem?: RingmasterError;
};

/** Returns the text in the field of a form. Forms send lines that end with a carriage return (HTML, form submission). */
export function fileIn(form: URLSearchParams): string {
  return (form.get('file') ?? '').replaceAll('\r\n', '\n');
}

/** Returns what to show of a refusal by the API. Throws other errors. */
export function refusedFile(error: unknown): Pick<FileTried, 'issues' | 'problem'> {
  if (!isRingmasterError(error) || error.family === 'fault') throw error;
  const issues = error.details['issues'];
  return { problem: error, ...(Array.isArray(issues) && { issues: issues as FileIssue[] }) };
}

/** The status of a page that shows a file. */
export function fileStatus({ issues = [], problem }: FileTried): number {
  if (issues.length > 0) return 422;
  return problem ? statusOf(problem) : 200;
}

/** Why a file was refused; nothing if it was not. `effect`: what was not done. */
export function fileRefusal({ file, issues = [], problem }: FileTried, effect: string): Html | '' {
  if (issues.length > 0) return issueList({ issues, file, effect });
  return problem ? problemNotice({ detail: problem.message, hint: problem.hint }) : '';
}

/** The field of a form for a campaign file, with its heading. One that is only read is not sent. */
export function fileField({
  id = 'file',
  label = 'Campaign file (YAML)',
  file,
  isReadOnly = false,
}: Pick<FileTried, 'file'> & {
  /** Unique in the page. */
  id?: string;
  label?: string;
  isReadOnly?: boolean;
}): Html {
  const kind = isReadOnly ? html`readonly` : html`name="file" maxlength="500000"`;
  // The first line end in a textarea is not part of its text.
  const text = `\n${file}`;
  return html`<h2><label for="${id}">${label}</label></h2>
    <textarea id="${id}" class="file" rows="26" spellcheck="false" ${kind}>${text}</textarea>`;
}

/** The button that sends a file. `refusal`: why the viewer cannot send it; null if they can. */
export function saveButton({
  label,
  refusal,
  send,
}: {
  label: string;
  refusal: string | null;
  send?: { name: string; value: string };
}): Html {
  return html`<button
      type="submit"
      class="strong"
      ${send === undefined ? '' : html`name="${send.name}" value="${send.value}"`}
      ${refusal === null ? '' : html`disabled`}
    >
      ${label}
    </button>
    ${refusal === null ? '' : html`<span class="soft">${refusal}</span>`}`;
}

/** Every error of the file with its place and the line that it is about. */
function issueList({
  issues,
  file,
  effect,
}: {
  issues: readonly FileIssue[];
  file: string;
  effect: string;
}): Html {
  const lines = file.split('\n');
  return html`<section aria-labelledby="issues">
    <h2 id="issues">${counted(issues.length, 'error')} in the file; ${effect}</h2>
    <ol class="issues">
      ${issues.map(
        ({ line, column, path, message, fix }) =>
          html`<li>
            <p>
              ${line === null ? '' : `Line ${line}${column === null ? '' : `, column ${column}`}: `}
              ${path === '' ? '' : html`<code>${path}</code>`}
              ${ended(fix === null ? message : `${message}; ${fix}`)}
            </p>
            ${line === null ? '' : html`<pre>${(lines[line - 1] ?? '').trim().slice(0, 200)}</pre>`}
          </li>`,
      )}
    </ol>
  </section>`;
}

/** A sentence with its end: some fixes end with a question mark. */
function ended(text: string): string {
  return /[.?!]$/.test(text) ? text : `${text}.`;
}
