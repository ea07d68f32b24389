import type { TransitionCount } from '../../../domain/campaign/transition-count.ts';
import type { Arrow, MachineLayout, StateBox } from './layout.ts';

/** The number in each state. `null`: not known. A state that is not named has 0. */
export type StateCounts = Readonly<Record<string, number | null>>;

const sumOf = (counts: readonly (number | null)[]): number | null =>
  counts.reduce<number | null>((sum, one) => (sum === null || one === null ? null : sum + one), 0);

/** The sum of all counts; null if one of them is not known. */
export const totalOf = (counts: StateCounts): number | null => sumOf(Object.values(counts));

/**
 * The count of each box. A box around states has its own count, or the sum of its states. If it has its own, states
 * inside without a count are left out, because they are not known to be empty.
 */
export function boxCounts(
  { boxes }: Pick<MachineLayout, 'boxes'>,
  counts: StateCounts,
): ReadonlyMap<string, number | null> {
  const found = new Map<string, number | null>();
  const visit = (box: StateBox, isDivided: boolean): number | null => {
    const own = counts[box.id];
    const inner = boxes.filter(({ parent }) => parent === box.id);
    const sums = inner.map((child) => visit(child, own === undefined));
    const count = own === undefined ? sumOf(sums) : own;
    if (own !== undefined || isDivided || inner.length > 0) found.set(box.id, count);
    return count;
  };
  for (const box of boxes) if (box.parent === null) visit(box, true);
  return found;
}

/** The number of transitions of an arrow. */
export function takenOf({ covers }: Pick<Arrow, 'covers'>, traffic: readonly TransitionCount[]): number {
  const isCovered = ({ from, event, to }: TransitionCount): boolean =>
    covers.some((one) => one.from === from && one.event === event && one.to === to);
  return traffic.filter(isCovered).reduce((sum, { count }) => sum + count, 0);
}

const thinnest = 1.2;
const thickest = 16;

/** The width of an arrow in pixels: its square grows with the number of transitions. */
export function widthOf(taken: number, most: number): number {
  const width = most === 0 ? thinnest : Math.max(thinnest, thickest * Math.sqrt(taken / most));
  return Math.round(width * 10) / 10;
}
