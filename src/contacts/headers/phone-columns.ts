import type { Chosen } from './chosen-columns.ts';
import { spacedHeader } from './header-text.ts';
import { isExtensionHeader, labelledColumn, labelStem, phoneRank } from './phone-headers.ts';

/** A column of phone numbers, the column with their kind (`Phone 1 - Label`) and the column with their extensions. */
export type PhoneColumn = { index: number; label: number | null; extension: number | null };

/**
 * Returns the phone columns of a list in the order in which they are tried. If the settings name phone columns,
 * `used` holds those in the order of the settings, and `others` the rest. Otherwise the order is: the contact's
 * phone, then mobile, work and home phones, then other phones, then the company's. Columns of one kind keep their
 * order in the file.
 */
export function readPhoneColumns({
  header,
  taken,
  chosen,
  known,
}: {
  header: readonly string[];
  taken: ReadonlySet<number>;
  chosen: Chosen;
  known: readonly PhoneColumn[];
}): { used: readonly PhoneColumn[]; others: readonly PhoneColumn[] } {
  const labels = labelColumns(header);
  const ranked = header
    .map((name, index) => ({ index, rank: taken.has(index) ? null : phoneRank(name) }))
    .filter((found): found is { index: number; rank: number } => found.rank !== null)
    .toSorted((left, right) => left.rank - right.rank || left.index - right.index)
    .map(({ index }) => index);
  const indexes = [...new Set([...(chosen.phone ?? []), ...known.map(({ index }) => index), ...ranked])];
  const extensions = extensionColumns({ header, taken, chosen, indexes });
  const toColumn = (index: number): PhoneColumn => ({
    index,
    label: labels.get(labelStem(header[index] ?? '')) ?? null,
    extension: extensions.get(index) ?? null,
  });
  const { phone } = chosen;
  const used = phone ? phone : indexes;
  return {
    used: used.map(toColumn),
    others: phone ? indexes.filter((index) => !phone.includes(index)).map(toColumn) : [],
  };
}

function labelColumns(header: readonly string[]): Map<string, number> {
  const labels = new Map<string, number>();
  for (const [index, name] of header.entries()) {
    const stem = labelledColumn(name);
    if (stem !== null && !labels.has(stem)) labels.set(stem, index);
  }
  return labels;
}

/** A column of extensions belongs to the nearest phone column before it; without one, to the first phone column. */
function extensionColumns({
  header,
  taken,
  chosen,
  indexes,
}: {
  header: readonly string[];
  taken: ReadonlySet<number>;
  chosen: Chosen;
  indexes: readonly number[];
}): Map<number, number> {
  const found = new Map<number, number>();
  const guessed = [...header.keys()].filter(
    (index) => !taken.has(index) && isExtensionHeader(header[index] ?? ''),
  );
  for (const index of [...(chosen.phone_extension ?? []), ...guessed]) {
    const before = indexes.filter((phone) => phone < index).toSorted((left, right) => right - left);
    const phone = before[0] ?? indexes[0];
    if (phone !== undefined && !found.has(phone)) found.set(phone, index);
  }
  return found;
}

const otherDevices =
  /\b(?:fax|faks|pager|telex|telefax|telefaks|telecopie(?:ur)?|buscapersonas|localizador|cercapersone|bipper)\b|факс|ファックス|传真|傳真|팩스/u;

/** Whether a label says that the number is a fax or a pager. */
export function isOtherDevice(label: string): boolean {
  return otherDevices.test(spacedHeader(label));
}
