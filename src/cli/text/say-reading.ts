import { countryLine } from '../list/list-country.ts';
import type { ListCountry } from '../list/list-country.ts';
import { mappingLines } from './mapping-lines.ts';
import type { Output } from '../terminal/output.ts';
import type { MappingView } from '../api/views.ts';

/**
 * Writes to stderr how a list is read: the country of its numbers and the roles of its columns. In JSON mode the
 * result has both.
 */
export function sayReading({
  output,
  country,
  mapping,
}: {
  output: Output;
  country: ListCountry;
  mapping: MappingView | null | undefined;
}): void {
  if (output.json) return;
  for (const line of [countryLine(country), ...mappingLines(mapping)]) output.say(line);
}
