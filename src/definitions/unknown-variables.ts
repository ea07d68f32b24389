import type { CampaignDefinition } from '../domain/campaign/campaign-definition.ts';
import type { Step } from '../domain/campaign/step.ts';
import { channels } from '../channels/registry.ts';
import { variableNames } from '../domain/campaign/template-syntax.ts';
import { nearest } from './explain/nearest.ts';

/** A variable of a step's texts that neither the list nor the campaign fills. */
export type UnknownVariable = {
  variable: string;
  /** The id of the step. */
  step: string;
  /** The known variable with the most similar name; null if none is similar. */
  didYouMean: string | null;
};

/**
 * Returns the variables that are empty for every contact, each once per step. `filled` are the variables that a list
 * can fill. A key under `variables` counts as known even if it is empty, and so does a variable that the contact may set in
 * the step or in an earlier one. Steps that contact no one are skipped.
 */
export function unknownVariables({
  definition,
  filled,
}: {
  definition: CampaignDefinition;
  filled: readonly string[];
}): UnknownVariable[] {
  const known = [...new Set([...filled, ...Object.keys(definition.variables)])];
  return definition.steps.flatMap((step) => {
    known.push(...channels.variablesSetBy(step).filter((variable) => !known.includes(variable)));
    return spokenVariables(step)
      .filter((variable) => !known.includes(variable))
      .map((variable) => ({ variable, step: step.id, didYouMean: nearest(variable, known) }));
  });
}

function spokenVariables(step: Step): string[] {
  if (!channels.stepContacts(step)) return [];
  return variableNames((channels.find(step.channel)?.textsOf(step) ?? []).map(({ text }) => text));
}
