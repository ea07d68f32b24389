import { campaignDefinitionSchema } from '../channels/registry.ts';
import type { CampaignDefinition } from '../domain/campaign/campaign-definition.ts';
import { definitionInvalid } from './definition-error.ts';
import { createDefinitionShape } from './definition-shape.ts';
import { explainIssue } from './explain/explain-issue.ts';
import { definitionIssueInWords } from './explain/kinds.ts';
import { extraChecks } from './extra-checks.ts';
import { pathText, valueAt } from './explain/issue-path.ts';
import type { IssuePath, PlainIssue } from './explain/issue-path.ts';
import { createRepair } from './explain/repair-value.ts';

/** `sound` is what is left of a faulty definition without its faulty parts, for more checks; null if nothing is. */
export type CheckedDefinition =
  | { definition: CampaignDefinition; issues: null }
  | { definition: null; issues: readonly PlainIssue[]; sound: CampaignDefinition | null };

/** A part that is taken out can uncover another issue; more rounds than this are not worth it. */
const mostRounds = 20;
/** Nobody reads more issues of one round, and each takes time to explain. */
const mostIssues = 100;

/** Checks plain data against the schema and what the schema cannot say, and finds all issues at once. */
export function checkDefinition({
  value,
  writtenAt,
}: {
  value: unknown;
  writtenAt: (path: IssuePath) => string | null;
}): CheckedDefinition {
  const parsed = campaignDefinitionSchema.safeParse(value, { error: definitionIssueInWords });
  if (!parsed.success) return checkRest({ value, writtenAt });
  const issues = extraChecks(parsed.data);
  if (issues.length === 0) return { definition: parsed.data, issues: null };
  return { definition: null, issues, sound: parsed.data };
}

/** Takes out what the schema refuses until the rest passes, and collects what is said on the way. */
function checkRest({
  value,
  writtenAt,
}: {
  value: unknown;
  writtenAt: (path: IssuePath) => string | null;
}): CheckedDefinition {
  const repair = createRepair({ value });
  const issues: PlainIssue[] = [];
  for (let round = 0; round < mostRounds; round += 1) {
    const current = round === 0 ? value : repair.value();
    const parsed = campaignDefinitionSchema.safeParse(current, { error: definitionIssueInWords });
    const context = { value: current, placeAt: createDefinitionShape({ value: current }).placeAt, writtenAt };
    const found = parsed.success
      ? extraChecks(parsed.data)
      : parsed.error.issues.slice(0, mostIssues).flatMap((issue) => explainIssue(issue, context));
    issues.push(...found.filter(({ path }) => !repair.isRepaired(path)));
    if (parsed.success) return { definition: null, issues, sound: parsed.data };
    if (!repair.repair(parsed.error.issues)) break;
  }
  return { definition: null, issues, sound: null };
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
