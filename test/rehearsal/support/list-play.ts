import type { Disposition } from '../../../src/domain/attempt/disposition.ts';
import type { Random } from '../../../src/platform/random.ts';
import type { Answering } from '../../../src/rehearsal/expectations.ts';

/** The counts of one play by name: contacts by their end, calls by disposition, and all calls. */
export type Figures = Record<string, number>;

const tries = 3;

/** Calls each number until it is answered or invalid, with a maximum of three attempts: a campaign without a clock. */
export function playList({
  numbers,
  answering,
}: {
  numbers: readonly string[];
  answering: Answering;
}): Figures {
  const figures: Figures = {};
  const count = (name: string): void => {
    figures[name] = (figures[name] ?? 0) + 1;
  };
  for (const number of numbers) {
    let end = 'contacts exhausted';
    for (let call = 1; call <= tries; call += 1) {
      const disposition: Disposition = answering(number)?.disposition ?? 'failed';
      count('calls');
      count(`calls ${disposition}`);
      if (disposition !== 'answered' && disposition !== 'invalid') continue;
      end = disposition === 'answered' ? 'contacts reached' : 'contacts invalid';
      break;
    }
    count(end);
  }
  return figures;
}

/**
 * Returns numbers for the simulator, which decides by the last two digits. `dead` has the suffixes that never answer
 * and their share of the list; the results of other numbers are drawn.
 */
export function listOf({
  size,
  dead,
  random,
}: {
  size: number;
  dead: { endings: readonly string[]; share: number };
  random: Random;
}): string[] {
  const drawnEndings = { first: 15, count: 85 };
  return Array.from({ length: size }, (_, index) => {
    const isDead = index < Math.round(size * dead.share);
    const ending = isDead
      ? dead.endings[index % dead.endings.length]
      : String(drawnEndings.first + Math.floor(random() * drawnEndings.count));
    return `+1212${20_000 + index}${ending ?? ''}`;
  });
}
