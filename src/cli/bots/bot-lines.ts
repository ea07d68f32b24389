import { shortTime } from '../text/times.ts';

/** A pool of bots as the API shows it, as far as a line needs it. */
export type BotLineView = {
  name: string;
  endpoint: string;
  size: number;
  inUse: number;
  warmWithin: string;
  status: string;
  triedAgainAt: string | null;
};

export const botTitles: readonly string[] = ['POOL', 'IN USE', 'STATUS', 'READY WITHIN', 'ENDPOINT'];

/** Returns the cells of one pool, in the order of the titles. */
export function botRow({
  name,
  endpoint,
  size,
  inUse,
  warmWithin,
  status,
  triedAgainAt,
}: BotLineView): string[] {
  const again = triedAgainAt === null ? '' : `, tried again ${shortTime(triedAgainAt)}`;
  return [name, `${inUse}/${size}`, `${status}${again}`, warmWithin, endpoint];
}
