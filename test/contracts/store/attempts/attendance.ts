import { expect, test } from 'vitest';
import { monday, play } from '../fixtures.ts';
import { useStore, type OpenStore } from '../store-under-test.ts';

const day = 86_400_000;

/** Calls that a person has answered and that needed a bot or an agent, counted within turns. */
export function attendanceTests({ open }: { open: OpenStore }): void {
  const store = useStore({ open });

  test('adds up over turns, days and campaigns of a client, and old days are dropped', async () => {
    const spring = await play(store());
    const autumn = await play(store(), { name: 'autumn' });
    const read = (since: number, campaign?: string) =>
      store().readAttendance({ client: 'default', since, ...(campaign !== undefined && { campaign }) });
    expect(await read(0)).toEqual({ live: 0, abandoned: 0 });
    await spring.commit({ attendance: [{ at: monday, live: 4, abandoned: 1 }] });
    await spring.commit({
      attendance: [
        { at: monday, live: 2, abandoned: -1 },
        { at: monday + day, live: 1, abandoned: 1 },
      ],
    });
    await autumn.commit({ attendance: [{ at: monday, live: 10, abandoned: 3 }] });
    expect(await read(monday)).toEqual({ live: 17, abandoned: 4 });
    expect(await read(monday, spring.id)).toEqual({ live: 7, abandoned: 1 });
    expect(await read(monday + day)).toEqual({ live: 1, abandoned: 1 });
    expect(await store().readAttendance({ client: 'northwind', since: 0 })).toEqual({
      live: 0,
      abandoned: 0,
    });
    expect(await store().dropAttendance({ before: monday + day, limit: 1 })).toBe(true);
    expect(await store().dropAttendance({ before: monday + day, limit: 9 })).toBe(false);
    expect(await read(0)).toEqual({ live: 1, abandoned: 1 });
  });
}
