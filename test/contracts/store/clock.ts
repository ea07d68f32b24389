import { expect, test } from 'vitest';
import { useStore, type OpenStore } from './store-under-test.ts';

/** The servers of tests run on this machine, so their clock is the clock of the test. */
export function clockTests({ open }: { open: OpenStore }): void {
  const store = useStore({ open });

  test('a store has the time of the process, or reads the clock of one server', async () => {
    const before = Date.now();
    const reading = await store().readClock();
    const after = Date.now();
    if (reading === null) return expect(await store().readClock()).toBeNull();
    expect(reading.now).toBeGreaterThanOrEqual(before);
    expect(reading.now).toBeLessThanOrEqual(after);
    expect(reading.source).not.toBe('');
  });

  test('its clock is always that of the same server, and runs', async () => {
    const first = await store().readClock();
    await store().listInstances();
    const second = await store().readClock();
    expect(second?.source).toBe(first?.source);
    expect((second?.now ?? 0) >= (first?.now ?? 0)).toBe(true);
  });
}
