import type { MappingView } from '../api/views.ts';

/**
 * What the columns of a list were taken for: `Columns  phone: Phone Number, then Mobile; first_name: First Name`. Names
 * are cut off, so that a strange header cannot fill the screen.
 */
export function mappingLines(mapping: MappingView | null | undefined): string[] {
  if (!mapping) return [];
  const { taken, others } = mapping;
  const parts = taken.map(({ as, columns }) => `${as}: ${columns.map(short).join(joints[as] ?? ', ')}`);
  return [
    `Columns   ${parts.join('; ')}`,
    ...(others.length > 0
      ? [`Not used  ${others.slice(0, mostShown).map(short).join(', ')}${more(others.length)}`]
      : []),
  ];
}

/** Phones are tried one after the other. */
const joints: Readonly<Record<string, string>> = { phone: ', then ' };
const mostShown = 12;

function short(name: string): string {
  const plain = name.trim() || '(no name)';
  return plain.length > 40 ? `${plain.slice(0, 39)}…` : plain;
}

function more(count: number): string {
  return count > mostShown ? ` and ${count - mostShown} more` : '';
}
