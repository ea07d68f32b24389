import { textHash } from '../persistence/contract/campaigns/log-hashes.ts';
import type { EvidenceLine } from './lines.ts';

/** Returns the text of a file with these lines, and with the last line, which has the hash of all others. */
export function writeEvidence(lines: readonly EvidenceLine[]): string {
  const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
  return `${text}${JSON.stringify({ kind: 'end', lines: lines.length, hash: textHash(text) } satisfies EvidenceLine)}\n`;
}
