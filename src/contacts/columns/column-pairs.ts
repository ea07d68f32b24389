import type { CampaignDefinition } from '../../domain/campaign/campaign-definition.ts';

/** The header of each role, as in `contacts.columns` of a campaign. */
export type ColumnSettings = Record<string, string | string[]>;

const pair = /\s*([^=,"]+?)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^,]*?))\s*(?:,|$)/y;

/**
 * Parses `phone=Mobile,phone=Office,opted_out="DNC, Status"`: pairs of a role and a header, separated by commas. A
 * role may be repeated; its columns keep their order. Returns null for a text of another form.
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

/** Returns the definition with these columns; they replace its own columns of the same roles. */
export function withColumns(definition: CampaignDefinition, columns: ColumnSettings): CampaignDefinition {
  const { contacts } = definition;
  return { ...definition, contacts: { ...contacts, columns: { ...contacts.columns, ...columns } } };
}
