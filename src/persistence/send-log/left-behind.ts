import type { SendMedium } from './contract.ts';

/**
 * The attempts that earlier processes minted and never sent. `doubt` is the reason why nothing is known about them.
 */
export type LeftBehind = { unsent: ReadonlySet<string>; doubt: string | null };

const first = 'begun';
/** A line without content. Its time shows that the file was not changed since it was put in place. */
export const placeLine = 'in-place';

/** Returns the first line of a log. `boot` is the id of the boot; null if the system has none. */
export function firstLine({
  boot,
  instance,
  at,
}: {
  boot: string | null;
  instance: string;
  at: number;
}): string {
  return [first, boot ?? '-', instance, new Date(at).toISOString()].join(' ');
}

export const mintedLine = (attempts: readonly string[]): string => ['minted', ...attempts].join(' ');
export const sendingLine = (attempt: string): string => `sending ${attempt}`;

const nothing = (doubt: string): LeftBehind => ({ unsent: new Set(), doubt });

/**
 * Reads what an earlier process left. It proves something only within one boot of one machine: what a process wrote
 * survives its death in the memory of the system, but it is not synced to the disk.
 */
export function readLeftBehind({ medium, boot }: { medium: SendMedium; boot: string | null }): LeftBehind {
  const read = medium.read();
  if ('doubt' in read) return nothing(read.doubt);
  if (boot === null) return nothing('this system does not tell one boot from another');
  const [head = '', ...lines] = read.lines;
  const [kind, itsBoot] = head.split(' ');
  if (kind !== first) return nothing('the send log is damaged');
  if (itsBoot !== boot) return nothing('the machine was restarted since, or it is another one');
  const unsent = new Set<string>();
  for (const line of lines) {
    const [verb, ...attempts] = line.split(' ');
    if (verb === 'minted') for (const attempt of attempts) unsent.add(attempt);
    else if (verb === 'sending') for (const attempt of attempts) unsent.delete(attempt);
    else if (line !== placeLine) return nothing('the send log is damaged');
  }
  return { unsent, doubt: null };
}
