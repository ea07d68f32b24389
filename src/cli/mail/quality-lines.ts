import type { Quality, Tally, VerdictTally } from './quality.ts';

/** The counts of a corpus, in lines for people. Groups without labels are left out. */
export function qualityLines({ quality, all }: { quality: Quality; all: boolean }): string[] {
  const { mails, verdicts, byReason, bySystem, kinds, classes, dates, ambiguous, wrong } = quality;
  return [
    `${mails} mails`,
    ...share('hard or not, per recipient', verdicts),
    ...(verdicts.labelled === 0
      ? []
      : [
          `  false hard: ${part(verdicts.falseHard, verdicts.notHard)}; missed: ${part(verdicts.missed, verdicts.hard)}`,
        ]),
    ...groups('by mail system', bySystem),
    ...groups('by labelled reason', byReason),
    ...share('kinds', kinds),
    ...share('classes', classes),
    ...Object.entries(classes.confusion)
      .toSorted(([, a], [, b]) => b - a)
      .flatMap(([pair, count]) => (isRight(pair) ? [] : [`  ${pair}: ${count}`])),
    ...share('dates of return', dates),
    ...share('ambiguous or not', ambiguous),
    ...(all
      ? wrong.map(({ file, what, expected, found }) => `${file}: ${what} is ${expected}, found ${found}`)
      : []),
  ];
}

function share(name: string, { labelled, right }: Tally): string[] {
  return labelled === 0 ? [] : [`${name}: ${part(right, labelled)} right`];
}

function part(count: number, of: number): string {
  return of === 0 ? '0 of 0' : `${count} of ${of} (${((100 * count) / of).toFixed(1)} %)`;
}

function groups(title: string, rows: Readonly<Record<string, VerdictTally>>): string[] {
  const wrong = Object.entries(rows).filter(([, { labelled, right }]) => right < labelled);
  const count = Object.keys(rows).length;
  if (count === 0) return [];
  return [
    `${title}: ${part(count - wrong.length, count)} without a mistake`,
    ...wrong.map(
      ([name, row]) =>
        `  ${name}: ${part(row.right, row.labelled)} right, ${row.falseHard} false hard, ${row.missed} missed`,
    ),
  ];
}

function isRight(pair: string): boolean {
  const [expected, found] = pair.split(' as ');
  return expected === found;
}
