import { relative } from 'node:path';

type Share = { lines: number; branches: number };

/** The numbers of one file, as the report `json-summary` of Istanbul names them. */
type FileSummary = Readonly<Record<keyof Share, { total: number; covered: number }>>;

/** The report: the numbers of each file by its absolute path, and of all files as `total`. */
export type Summary = Readonly<Record<string, FileSummary>>;

/** The coverage of a folder in percent; null if it was not measured. */
export type Figures = { folder: string; share: Share | null };

/** Returns the coverage of each folder. `summary` is null if there is no report. */
export function figuresOf({
  summary,
  folders,
  root,
}: {
  summary: Summary | null;
  folders: readonly string[];
  root: string;
}): Figures[] {
  const files = Object.entries(summary ?? {});
  return folders.map((folder) => {
    const own = files.flatMap(([path, file]) =>
      relative(root, path).startsWith(`${folder}/`) ? [file] : [],
    );
    const share = { lines: shareOf(own, 'lines'), branches: shareOf(own, 'branches') };
    return { folder, share: own.length === 0 ? null : share };
  });
}

function shareOf(files: readonly FileSummary[], what: keyof Share): number {
  const total = files.reduce((sum, file) => sum + file[what].total, 0);
  const covered = files.reduce((sum, file) => sum + file[what].covered, 0);
  return total === 0 ? 100 : (100 * covered) / total;
}

/** Rounded down: a share below the floor must not look like the floor. */
const inWords = (share: number): string => (Math.floor(share * 100) / 100).toFixed(2);

/** The table that is printed after the tests, one line for each folder. */
export function tableOf({ figures, floor }: { figures: readonly Figures[]; floor: Share }): string {
  const rows = figures.map(({ folder, share }) => {
    const floors = `${floor.lines} / ${floor.branches}`;
    if (!share) return [folder, '-', '-', `${floors}  NOT MEASURED`];
    const isBelow = share.lines < floor.lines || share.branches < floor.branches;
    return [folder, inWords(share.lines), inWords(share.branches), isBelow ? `${floors}  BELOW` : floors];
  });
  return [['coverage of', 'lines %', 'branches %', 'floor'], ...rows]
    .map(([folder = '', lines = '', branches = '', last = '']) =>
      [folder.padEnd(26), lines.padStart(8), branches.padStart(11), `  ${last}`].join(' '),
    )
    .join('\n');
}
