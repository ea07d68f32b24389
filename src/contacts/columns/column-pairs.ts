import type { CampaignDefinition } from '../../domain/campaign/campaign-definition.ts';

/** Which column is which, as settings say it: `contacts.columns` of a campaign. */
export type ColumnSettings = Record<string, string | string[]>;

const pair = /\s*([^=,"]+?)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^,]*?))\s*(?:,|$)/y;

/**
 * Reads `phone=Mobile,phone=Office,opted_out="DNC, Status"`: a kind of column and a header, several with commas between
 * them. A kind that is repeated has several columns, in that order. Null if the text is not like that.
 */
export function readColumnPairs(text: string): ColumnSettings | null {
  const settings: ColumnSettings = {};
  pair.lastIndex = 0;
  while (pair.lastIndex < text.length) {
    const match = pair.exec(text);
    const [, role = '', quoted, plain] = match ?? [];
    const column = quoted === undefined ? (plain ?? '') : quoted.replaceAll(/\\(.)/g, '$1');
    if (!match || column === '') return null;
    const known = settings[role];
    settings[role] = known === undefined ? column : [known, column].flat();
  }
  return Object.keys(settings).length === 0 ? null : settings;
}

/** The definition with these columns over its own. */
export function withColumns(definition: CampaignDefinition, columns: ColumnSettings): CampaignDefinition {
  const { contacts } = definition;
  return { ...definition, contacts: { ...contacts, columns: { ...contacts.columns, ...columns } } };
}
