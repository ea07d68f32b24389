import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';

type Row = { raw: string };

/** Splits a CSV list with a header into lists of about the same length, in files of `folder`. Returns their paths. */
export function splitList({
  path,
  parts,
  folder,
}: {
  path: string;
  parts: number;
  folder: string;
}): readonly string[] {
  const options = { raw: true, bom: true, relax_column_count: true, skip_empty_lines: true };
  const [header, ...rows] = parse(readFileSync(path), options) as unknown as readonly Row[];
  const length = Math.ceil(rows.length / parts);
  return Array.from({ length: parts }, (_, index) => {
    const part = join(folder, `list-${index + 1}.csv`);
    const own = rows.slice(index * length, (index + 1) * length);
    const lines = [...(header ? [header] : []), ...own].map(({ raw }) => raw.trimEnd());
    writeFileSync(part, `${lines.join('\n')}\n`, { mode: 0o600 });
    return part;
  });
}
