import type { DefinitionIssue } from '../../definitions/definition-error.ts';
import type { CampaignDefinition } from '../../domain/campaign/campaign-definition.ts';
import { isRingmasterError } from '../../domain/errors.ts';
import { checkList } from './contact-list.ts';
import type { ContactList } from './contact-list.ts';
import { templateWarnings } from './template-warnings.ts';

/**
 * What is wrong with a list as far as the sound parts of a faulty campaign file tell, so that both are corrected in one
 * go: columns that are missing, and variables that no column fills.
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
