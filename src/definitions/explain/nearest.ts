/** Returns the candidate that is most similar to `word`; null if none is similar enough. */
export function nearest(word: string, candidates: readonly string[]): string | null {
  const plain = word.slice(0, 100).toLowerCase();
  let best: { candidate: string; distance: number } | null = null;
  for (const candidate of candidates) {
    const distance = editDistance(plain, candidate.toLowerCase());
    // A third of the letters may be wrong; in a short word, one letter.
    const limit = Math.max(1, Math.floor(candidate.length / 3));
    if (distance <= limit && (!best || distance < best.distance)) best = { candidate, distance };
  }
  return best?.candidate ?? sameBeginning(plain, candidates);
}

const minLetters = 3;

/** Returns the only candidate that begins with the word, or that the word begins with: `friday` for `fri`. */
function sameBeginning(word: string, candidates: readonly string[]): string | null {
  const found = candidates.filter((candidate) => {
    const plain = candidate.toLowerCase();
    const [short, long] = word.length < plain.length ? [word, plain] : [plain, word];
    return short.length >= minLetters && long.startsWith(short);
  });
  return found.length === 1 ? (found[0] ?? null) : null;
}

/**
 * Returns the number of insertions, deletions, replacements and swaps of neighbours (optimal string alignment
 * distance).
 */
function editDistance(from: string, to: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= to.length; j += 1) {
      const cost = from[i - 1] === to[j - 1] ? 0 : 1;
      let value = Math.min(at(last, j) + 1, at(row, j - 1) + 1, at(last, j - 1) + cost);
      const swapped = i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1];
      if (swapped) value = Math.min(value, at(beforeLast, j - 2) + 1);
      row.push(value);
    }
    beforeLast = last;
    last = row;
  }
  return at(last, to.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY;
}
