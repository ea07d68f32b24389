import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A store with a filled draft campaign, kept for the scenarios that need one of that size. */
export type Filled = { path: string; campaign: string };

const pathOf = (folder: string, rows: number): string => join(folder, `filled-${rows}.db`);

export function filledPath({ folder, rows }: { folder: string; rows: number }): string {
  return pathOf(folder, rows);
}

export function keepFilled({
  folder,
  rows,
  campaign,
}: {
  folder: string;
  rows: number;
  campaign: string;
}): void {
  writeFileSync(`${pathOf(folder, rows)}.id`, campaign);
}

/** A copy of the filled store of that size, to be used up. */
export function copyFilled({ folder, rows, name }: { folder: string; rows: number; name: string }): Filled {
  const path = join(folder, `${name}-${rows}.db`);
  copyFileSync(pathOf(folder, rows), path);
  return { path, campaign: readFileSync(`${pathOf(folder, rows)}.id`, 'utf8') };
}
