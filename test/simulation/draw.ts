import { createSeededRandom } from '../../src/platform/random.ts';

/** Draws for one purpose, so that another purpose drawing more does not change them. */
export type Draw = {
  number: () => number;
  int: (from: number, to: number) => number;
  chance: (probability: number) => boolean;
  pick: <Item>(items: readonly Item[]) => Item;
};

export function createDraw({ seed, purpose }: { seed: number; purpose: string }): Draw {
  let mixed = seed * 2_654_435_761;
  for (const letter of purpose) mixed = Math.imul(mixed ^ letter.charCodeAt(0), 16_777_619);
  const number = createSeededRandom({ seed: mixed >>> 0 });
  return {
    number,
    int: (from, to) => from + Math.floor(number() * (to - from + 1)),
    chance: (probability) => number() < probability,
    pick(items) {
      const item = items[Math.floor(number() * items.length)];
      if (item === undefined) throw new RangeError('nothing to pick from');
      return item;
    },
  };
}
