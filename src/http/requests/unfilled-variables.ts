import { guessColumns } from '../../contacts/columns/columns.ts';
import { fillableVariables } from '../../contacts/variables.ts';
import { unknownVariables } from '../../definitions/unknown-variables.ts';
import { isRingmasterError } from '../../domain/errors.ts';
import type { CampaignDefinition } from '../../domain/campaign/campaign-definition.ts';
import type { ImportRecord } from '../../domain/contact/import-record.ts';

type Warning = { code: string; detail: string; hint: string };

/**
 * Returns a warning for each variable in the texts of a campaign that none of its lists fills, and that has no value under
 * `variables`. Before the first list it returns one warning with all variables that a list must fill.
 */
export function unfilledVariables({
  definition,
  imports,
}: {
  definition: CampaignDefinition;
  imports: readonly Pick<ImportRecord, 'columns'>[];
}): Warning[] {
  const headers = imports.map(({ columns }) => columns).filter(({ length }) => length > 0);
  const filled = headers.flatMap((header) => filledBy({ header, definition }));
  const unknown = unknownVariables({ definition, filled });
  if (headers.length > 0) {
    return unknown.map(({ variable, step, didYouMean }) => ({
      code: 'template.variable-unknown',
      detail: `{{${variable}}} in step ${step} is empty for every contact: no column of the lists fills it.`,
      hint:
        didYouMean === null
          ? 'Import a list with such a column, or set a value under variables.'
          : `Did you mean {{${didYouMean}}}?`,
    }));
  }
  const needed = [...new Set(unknown.map(({ variable }) => variable))];
  if (needed.length === 0) return [];
  return [
    {
      code: 'template.variables-needed',
      detail: `The texts use ${needed.map((name) => `{{${name}}}`).join(', ')}: the list must have a column for each.`,
      hint: 'A variable that has the same value for every contact can be set under variables.',
    },
  ];
}

function filledBy({
  header,
  definition,
}: {
  header: readonly string[];
  definition: CampaignDefinition;
}): readonly string[] {
  try {
    return fillableVariables(guessColumns({ header, definition }));
  } catch (error) {
    // Its columns were named when it was imported; here they are read by their names.
    if (isRingmasterError(error)) return header;
    throw error;
  }
}
