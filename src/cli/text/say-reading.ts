import { countryLine } from '../list/list-country.ts';
import type { ListCountry } from '../list/list-country.ts';
import { mappingLines } from './mapping-lines.ts';
import type { Output } from '../terminal/output.ts';
import type { MappingView } from '../api/views.ts';

/** Says as a notice how a list is read: the country of its numbers, and its columns. Programs find both in the result. */
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
