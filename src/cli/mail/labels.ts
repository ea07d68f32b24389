import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { usageError } from '../errors.ts';

/** What is right about a mail: its recipients in the order of the mail, or its kind with what belongs to it. */
const labelSchema = z.union([
  z.array(z.looseObject({ hard: z.boolean(), reason: z.string().optional() })),
  z.looseObject({
    kind: z.string().optional(),
    class: z.string().nullable().optional(),
    returnsOn: z.string().nullable().optional(),
    ambiguous: z.boolean().optional(),
    recipients: z.array(z.looseObject({ hard: z.boolean(), reason: z.string().optional() })).optional(),
  }),
]);
const labelsSchema = z.record(z.string(), labelSchema);

export type Label = {
  kind?: string | undefined;
  class?: string | null | undefined;
  returnsOn?: string | null | undefined;
  ambiguous?: boolean | undefined;
  recipients?: readonly { hard: boolean; reason?: string | undefined }[] | undefined;
};

/** Reads a file of labels: a JSON object by file name. Throws `cli.usage` if it is not one. */
export function readLabels(path: string): ReadonlyMap<string, Label> {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    throw usageError(
      `${path} is not a readable JSON file.`,
      'docs/quality.md describes the format of labels.',
    );
  }
  const labels = labelsSchema.safeParse(content);
  if (!labels.success)
    throw usageError(
      `${path} has no labels: ${z.prettifyError(labels.error).slice(0, 300)}`,
      'docs/quality.md describes the format of labels.',
    );
  return new Map(
    Object.entries(labels.data).map(([name, label]) => [
      name,
      Array.isArray(label) ? { recipients: label } : label,
    ]),
  );
}
