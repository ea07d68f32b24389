import type { MappingView } from '../api/views.ts';

/**
 * Returns the roles of the columns of a list: `Columns phone: Phone Number, then Mobile; first_name: First Name`.
 * Long names are cut.
 */
export function mappingLines(mapping: MappingView | null | undefined): string[] {
  if (!mapping) return [];
  const { taken, others } = mapping;
  const parts = taken.map(({ as, columns }) => `${as}: ${columns.map(short).join(joints[as] ?? ', ')}`);
  return [
    `Columns   ${parts.join('; ')}`,
    ...(others.length > 0
      ? [`Not used  ${others.slice(0, maxShown).map(short).join(', ')}${more(others.length)}`]
      : []),
  ];
}

/** The separators of several columns of one role. Phone columns are tried one after the other. */
const joints: Readonly<Record<string, string>> = { phone: ', then ' };
const maxShown = 12;

function short(name: string): string {
  const plain = name.trim() || '(no name)';
  return plain.length > 40 ? `${plain.slice(0, 39)}…` : plain;
}

function more(count: number): string {
  return count > maxShown ? ` and ${count - maxShown} more` : '';
}
