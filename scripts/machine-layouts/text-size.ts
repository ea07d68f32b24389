import type { Rendition } from '../../src/dashboard/charts/machines/layout.ts';

/**
 * The widths of characters in pixels. Labels are in a monospaced font of 11.5 px: common ones are 0.6 em wide. Names
 * are in the bold font of the system at 13 px, for which 0.6 em is more than the average of lower-case letters.
 */
export const labelCharacter = 7;
export const nameCharacter = 7.8;
export const lineHeight = 16;

export const widthOfLabel = (text: string): number => Math.ceil(text.length * labelCharacter);
export const widthOfName = (text: string): number => Math.ceil(text.length * nameCharacter);

/** The size of a box without its lines. A box of a map has room for a count below the name. */
export const boxSizes: Readonly<Record<Rendition, { width: number; height: number; titleAt: number }>> = {
  map: { width: 112, height: 52, titleAt: 20 },
  full: { width: 100, height: 34, titleAt: 22 },
};
