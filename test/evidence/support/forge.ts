import { writeEvidence } from '../../../src/evidence/index.ts';
import type { EvidenceLine } from '../../../src/evidence/index.ts';

/** Returns a file with changed lines and a last line that matches them, as who changes a file on purpose writes it. */
export function forge(text: string, change: (lines: EvidenceLine[]) => readonly EvidenceLine[]): string {
  const lines = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as EvidenceLine);
  return writeEvidence(change(lines.slice(0, -1)));
}

export const isKind =
  <Kind extends EvidenceLine['kind']>(kind: Kind) =>
  (line: EvidenceLine): line is Extract<EvidenceLine, { kind: Kind }> =>
    line.kind === kind;
