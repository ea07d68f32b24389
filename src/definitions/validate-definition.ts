import { campaignDefinitionSchema } from '../domain/campaign-definition.ts';
import type { CampaignDefinition } from '../domain/campaign-definition.ts';
import { definitionInvalid } from './definition-error.ts';
import { createDefinitionShape } from './definition-shape.ts';
import { explainIssue } from './explain-issue.ts';
import { extraChecks } from './extra-checks.ts';
import { pathText, valueAt } from './issue-path.ts';
import type { IssuePath, PlainIssue } from './issue-path.ts';

export type CheckedDefinition =
  { definition: CampaignDefinition; issues: null } | { definition: null; issues: readonly PlainIssue[] };

/** Checks plain data against the schema and what the schema cannot say. */
export function checkDefinition({
  value,
  writtenAt,
}: {
  value: unknown;
  writtenAt: (path: IssuePath) => string | null;
}): CheckedDefinition {
  const parsed = campaignDefinitionSchema.safeParse(value);
  if (!parsed.success) {
    const { placeAt } = createDefinitionShape({ value });
    const issues = parsed.error.issues.flatMap((issue) => explainIssue(issue, { value, placeAt, writtenAt }));
    return { definition: null, issues };
  }
  const issues = extraChecks(parsed.data);
  return issues.length > 0 ? { definition: null, issues } : { definition: parsed.data, issues: null };
}

/**
 * A definition from a JSON body, with every default filled in. Throws `definition.invalid` with `details.issues`
 * (without lines).
 */
export function validateDefinition(value: unknown): CampaignDefinition {
  const writtenAt = (path: IssuePath): string | null => {
    const found = valueAt(value, path);
    return typeof found === 'string' || typeof found === 'number' ? String(found) : null;
  };
  const { definition, issues } = checkDefinition({ value, writtenAt });
  if (definition) return definition;
  throw definitionInvalid({
    issues: issues.map(({ path, message, fix }) => ({
      line: null,
      column: null,
      path: pathText(path),
      message,
      fix,
    })),
  });
}
