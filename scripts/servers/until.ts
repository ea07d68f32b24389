import { setTimeout as pause } from 'node:timers/promises';

/**
 * Resolves when a condition of a real server holds. Rejects when it does not hold within `withinMs`, by default a minute,
 * which is long for any server.
 */
export async function until(
  holds: () => boolean | Promise<boolean>,
  { what = 'the condition', withinMs = 60_000 }: { what?: string; withinMs?: number } = {},
): Promise<void> {
  const giveUpAt = performance.now() + withinMs;
  while (!(await holds())) {
    if (performance.now() > giveUpAt) throw new Error(`Waited ${withinMs} ms in vain for ${what}.`);
    await pause(10);
  }
}
