import { RingmasterError } from '../domain/errors.ts';

/** One problem of a campaign definition. Lines and columns count from 1; they are null if there is no text. */
export type DefinitionIssue = {
  line: number | null;
  column: number | null;
  /** The place in the definition, such as `steps[0].ringTimeot`; empty for the whole file. */
  path: string;
  message: string;
  fix: string | null;
  /** The file of the problem, if it is not the campaign file. */
  file?: string;
};

/**
 * Returns an issue as one line: `examples/campaign.yaml:14:3 steps[0].ringTimeot: unknown key; did you mean
 * ringTimeout?`
 */
export function issueText({ issue, file }: { issue: DefinitionIssue; file?: string | undefined }): string {
  const where = [issue.file ?? file, issue.line, issue.column]
    .filter((part) => part !== null && part !== undefined)
    .join(':');
  const place = [where, issue.path].filter((part) => part !== '').join(' ');
  const what = issue.fix === null ? issue.message : `${issue.message}; ${issue.fix}`;
  return place === '' ? what : `${place}: ${what}`;
}

/** Creates the error `definition.invalid`. The message contains the first issue, `details.issues` all of them. */
export function definitionInvalid({
  issues,
  file,
}: {
  issues: readonly DefinitionIssue[];
  file?: string;
}): RingmasterError {
  const [first] = issues;
  const others = issues.length - 1;
  const text = first ? issueText({ issue: first, file }) : 'The campaign is not valid';
  return new RingmasterError({
    code: 'definition.invalid',
    family: 'invalid',
    message: others > 0 ? `${text} (and ${others} more)` : text,
    hint: 'Correct it and try again; nothing was changed',
    details: { issues, ...(file !== undefined && { file }) },
  });
}
