import type { DefinitionIssue } from '../../definitions/definition-error.ts';
import type { CampaignDefinition } from '../../domain/campaign/campaign-definition.ts';
import { isRingmasterError } from '../../domain/errors.ts';
import { checkList } from './contact-list.ts';
import type { ContactList } from './contact-list.ts';
import { templateWarnings } from './template-warnings.ts';

/**
 * Returns the issues of a list that the valid parts of an invalid campaign file show: missing columns, and variables
 * that no column fills. So both files can be corrected at once.
 */
export async function listIssues({
  list,
  sound,
}: {
  list: ContactList;
  sound: CampaignDefinition;
}): Promise<DefinitionIssue[]> {
  const place = { line: null, column: null, path: '', file: list.path };
  const issues: DefinitionIssue[] = [];
  try {
    await checkList({ list, definition: sound });
  } catch (error) {
    if (!isRingmasterError(error)) throw error;
    issues.push({
      ...place,
      message: [error.message, error.hint].filter(Boolean).join('. ').replace('..', '.'),
      fix: null,
    });
  }
  const warnings = await templateWarnings({ list, definition: sound });
  return [...issues, ...warnings.map(({ message }) => ({ ...place, message, fix: null }))];
}
