import type { OptOutMark } from '../../domain/contact/opt-out.ts';
import type { Columns } from './columns.ts';
import { readEmail } from '../email.ts';
import type { SaidOptOut } from '../opt-outs/opt-out-marks.ts';
import { marksOf } from '../opt-outs/opt-out-marks.ts';
import type { Phones } from '../numbers/phone.ts';
import { isPlaceholder } from '../placeholders.ts';
import { clean, cleanKey } from '../variables.ts';

/**
 * Returns the opt-outs of a row that is rejected because it has more or fewer cells than columns; null if it has
 * none. A stray or missing delimiter moved its cells by up to `shift` places, so each column is searched up to that
 * many places further right (left if `shift` is negative).
 */
export function shiftedRow({
  cells,
  shift,
  columns,
  phones,
  country,
  readOptOut,
}: {
  cells: readonly string[];
  shift: number;
  columns: Columns;
  phones: Phones;
  country: string | null;
  readOptOut: (cells: readonly string[], shift: number) => SaidOptOut;
}): readonly OptOutMark[] | null {
  const { scopes } = readOptOut(cells, shift);
  if (scopes.size === 0) return null;
  const around = (index: number): string[] =>
    cells.slice(Math.max(0, index + Math.min(0, shift)), index + Math.max(0, shift) + 1).map(clean);
  const id = columns.roles.external_id;
  return marksOf({
    scopes,
    phones: [...columns.phones, ...columns.otherPhones]
      .flatMap(({ index }) => around(index))
      .flatMap((text) => phones.readAll({ text, country }))
      .flatMap((found) => ('phone' in found ? [found.phone] : [])),
    emails: columns.emails.flatMap(around).flatMap((text) => readEmail(cleanKey(text)) ?? []),
    externalId: id === undefined || isPlaceholder(clean(cells[id])) ? null : cleanKey(cells[id]) || null,
  });
}
