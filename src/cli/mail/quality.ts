import type { ReadMail } from '../../channels/email/reading/index.ts';
import type { Label } from './labels.ts';

/** Counts of one group. `right` of `labelled`; the others are of recipients. */
export type Tally = { labelled: number; right: number };
export type VerdictTally = Tally & { hard: number; notHard: number; falseHard: number; missed: number };

export type Quality = {
  mails: number;
  /** Hard or not, per recipient. */
  verdicts: VerdictTally;
  byReason: Record<string, VerdictTally>;
  /** By mail system, which is the name of the file without its number, or by folder. */
  bySystem: Record<string, VerdictTally>;
  kinds: Tally;
  classes: Tally & { confusion: Record<string, number> };
  dates: Tally;
  ambiguous: Tally;
  wrong: { file: string; what: string; expected: string; found: string }[];
};

/** Creates the counts of a corpus. `add` takes one mail with its label. */
export function createQuality(): { add: (input: Judged) => void; result: Quality } {
  const result: Quality = {
    mails: 0,
    verdicts: verdict(),
    byReason: {},
    bySystem: {},
    kinds: tally(),
    classes: { ...tally(), confusion: {} },
    dates: tally(),
    ambiguous: tally(),
    wrong: [],
  };
  return {
    result,
    add(judged) {
      result.mails++;
      addVerdicts(result, judged);
      addFacts(result, judged);
    },
  };
}

type Judged = { file: string; label: Label; mail: ReadMail };

const tally = (): Tally => ({ labelled: 0, right: 0 });
const verdict = (): VerdictTally => ({ ...tally(), hard: 0, notHard: 0, falseHard: 0, missed: 0 });

function addVerdicts(result: Quality, { file, label, mail }: Judged): void {
  for (const [index, { hard, reason = 'none' }] of (label.recipients ?? []).entries()) {
    const found = mail.recipients[index]?.hard ?? false;
    const byReason = (result.byReason[reason] ??= verdict());
    const bySystem = (result.bySystem[systemOf(file)] ??= verdict());
    for (const group of [result.verdicts, byReason, bySystem]) {
      group.labelled++;
      group[hard ? 'hard' : 'notHard']++;
      if (found === hard) group.right++;
      else group[hard ? 'missed' : 'falseHard']++;
    }
    const reasonFound = mail.recipients[index]?.reason ?? mail.kind;
    if (found !== hard)
      result.wrong.push({ file, what: 'hard', expected: `${hard} (${reason})`, found: reasonFound });
  }
}

function addFacts(result: Quality, { file, label, mail }: Judged): void {
  const facts = [
    { into: result.kinds, what: 'kind', expected: label.kind, found: mail.kind },
    { into: result.classes, what: 'class', expected: label.class ?? undefined, found: mail.class },
    {
      into: result.dates,
      what: 'returnsOn',
      expected: label.returnsOn,
      found: mail.absence?.returnsOn ?? null,
    },
    {
      into: result.ambiguous,
      what: 'ambiguous',
      expected: label.ambiguous,
      found: mail.absence?.ambiguous ?? false,
    },
  ];
  for (const { into, what, expected, found } of facts) {
    if (expected === undefined) continue;
    into.labelled++;
    if (expected === found) into.right++;
    else result.wrong.push({ file, what, expected: String(expected), found: String(found) });
  }
  if (label.class === undefined || label.class === null) return;
  const pair = `${label.class} as ${mail.class ?? mail.kind}`;
  result.classes.confusion[pair] = (result.classes.confusion[pair] ?? 0) + 1;
}

/** `lhost-postfix` of `lhost-postfix-01.eml`, `de` of `de/001.eml`. */
function systemOf(file: string): string {
  const folder = file.includes('/') ? file.slice(0, file.lastIndexOf('/')) : '';
  return folder || file.replace(/[-_.]?\d*\.\w+$/, '');
}
