import { linkHash, rootHash, textHash } from '../persistence/contract/campaigns/log-hashes.ts';
import type { ReadChunk } from '../persistence/contract/campaigns/read-chunk.ts';
import type { LineOf, ProofChunk } from './lines.ts';

type Chain = LineOf<'chain'>;

export type ProofWriter = {
  /** The events before the next chunk were removed from the log. */
  beginAfter: (removed: { through: number; hash: string }) => void;
  /** Adds the next chunk of a verified log. `own`: whether each of its events is a line of the file. */
  add: (chunk: Pick<ReadChunk, 'lastSeq' | 'texts' | 'hash'>, own: readonly boolean[]) => void;
  /** Returns the proof of the chunks up to now. */
  line: () => Chain;
};

/**
 * Writes the proof that events are in a log. Events of others are represented by hashes only. A chunk whose hash is not made
 * of the hashes of its events cannot be a part of the proof, which then begins after it: earlier versions wrote such chunks.
 */
export function createProofWriter({ of, log }: Pick<Chain, 'of' | 'log'>): ProofWriter {
  let begins: Chain['begins'] = { why: 'start', after: 0, hash: log };
  let chunks: ProofChunk[] = [];
  let head = log;
  let events = 0;

  const begin = (next: Chain['begins']): void => {
    begins = next;
    chunks = [];
    head = next.hash;
    events = next.after;
  };

  return {
    beginAfter: ({ through, hash }) => begin({ why: 'removed', after: through, hash }),
    add({ lastSeq, texts, hash }, own) {
      const hashes = texts?.map(textHash);
      if (hashes && hash === linkHash({ previous: head, count: hashes.length, root: rootHash(hashes) })) {
        chunks.push(proofChunk({ of, hashes, own }));
        head = hash;
        events = lastSeq;
      } else begin({ why: 'earlier-version', after: lastSeq, hash: hash ?? head });
    },
    line: () => ({ kind: 'chain', of, log, begins, chunks, events, head }),
  };
}

function proofChunk({
  of,
  hashes,
  own,
}: {
  of: Chain['of'];
  hashes: readonly string[];
  own: readonly boolean[];
}): ProofChunk {
  if (!own.includes(true)) return [hashes.length, rootHash(hashes)];
  return of === 'client' ? null : [hashes.map((hash, index) => (own[index] ? null : hash))];
}
