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

/**
 * The result of a check. `sound` is an invalid definition without its invalid parts, for further checks; null if
 * nothing valid is left.
 */
export type CheckedDefinition =
  | { definition: CampaignDefinition; issues: null }
  | { definition: null; issues: readonly PlainIssue[]; sound: CampaignDefinition | null };

/** The maximum number of rounds. Each round removes invalid parts, which can reveal other issues. */
const maxRounds = 20;
/** The maximum number of issues per round, because each takes time to explain. */
const maxIssues = 100;

/** Checks plain data against the schema and the rules that a schema cannot express. Finds all issues at once. */
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

/** Removes what the schema refuses until the rest is valid, and collects the issues of all rounds. */
function checkRest({
  value,
  writtenAt,
}: {
  value: unknown;
  writtenAt: (path: IssuePath) => string | null;
}): CheckedDefinition {
  const repair = createRepair({ value });
  const issues: PlainIssue[] = [];
  for (let round = 0; round < maxRounds; round += 1) {
    const current = round === 0 ? value : repair.value();
    const parsed = campaignDefinitionSchema.safeParse(current, { error: definitionIssueInWords });
    const context = { value: current, placeAt: createDefinitionShape({ value: current }).placeAt, writtenAt };
    const found = parsed.success
      ? extraChecks(parsed.data)
      : parsed.error.issues.slice(0, maxIssues).flatMap((issue) => explainIssue(issue, context));
    issues.push(...found.filter(({ path }) => !repair.isRepaired(path) && !isExplained(path, issues)));
    if (parsed.success) return { definition: null, issues, sound: parsed.data };
    if (!repair.repair(parsed.error.issues)) break;
  }
  return { definition: null, issues, sound: null };
}

/** Whether an issue was found at the same place, or at a key there, such as an unknown one. */
function isExplained(path: IssuePath, issues: readonly PlainIssue[]): boolean {
  return issues.some(
    (known) =>
      known.path.length <= path.length + 1 && path.every((part, index) => part === known.path[index]),
  );
}

/**
 * Returns the definition in a JSON body, with all defaults. Throws `definition.invalid` with `details.issues`
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
