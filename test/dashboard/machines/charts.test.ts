import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { attemptStates } from '../../../src/domain/attempt/attempt.ts';
import { enrollmentStates } from '../../../src/domain/contact/enrollment.ts';
import { boxCounts, takenOf, widthOf } from '../../../src/dashboard/charts/machines/box-counts.ts';
import { hueOf, layoutsOf, machineChart, machineMap } from '../../../src/dashboard/charts/machines/index.ts';
import type { MachineLayouts, Rendition } from '../../../src/dashboard/charts/machines/index.ts';
import type { MapInput } from '../../../src/dashboard/charts/machines/machine-map.ts';
import { createMachines } from '../../../src/actors/transitions/machines.ts';

function layouts(machine: string, rendition: Rendition): MachineLayouts {
  const found = layoutsOf(machine, rendition);
  if (!found) throw new Error(`there are no layouts of ${machine}`);
  return found;
}

/** Nothing in a chart has to be waited for, so it is text at once. */
const textOf = (page: unknown): string => String(page);

function map(given: Partial<MapInput>): string {
  return textOf(
    machineMap({
      layouts: layouts('enrollment', 'map'),
      id: 'chart',
      label: 'Contacts',
      unit: { one: 'contact', many: 'contacts' },
      counts: { pending: 3, waiting: 1_200, completed: 1 },
      total: 1_204,
      traffic: [],
      current: null,
      hrefOf: (state) => `?state=${state}`,
      ...given,
    }),
  );
}

const chart = (given: Partial<Parameters<typeof machineChart>[0]>): string =>
  textOf(
    machineChart({
      layouts: layouts('enrollment', 'full'),
      direction: 'down',
      id: 'chart',
      label: 'Enrollment',
      current: null,
      taken: null,
      nextEvents: [],
      hrefOf: () => null,
      ...given,
    }),
  );

/** The start tags of elements with a class. */
const tagsOf = (page: string, name: string): string[] =>
  [...page.matchAll(/<[^>]* class="([^"]*)"[^>]*>/g)]
    .filter(([, classes]) => classes?.split(' ').includes(name))
    .map(([tag]) => tag);

describe('a map', () => {
  test('names and links each state with its count', () => {
    const page = map({});
    expect(page).toContain('href="?state=waiting" aria-label="waiting 1,200 contacts"');
    expect(page).toContain('aria-label="completed 1 contact"');
    for (const state of enrollmentStates) expect(page).toContain(`href="?state=${state}"`);
  });

  test('says what the states add up to, and when the total is another', () => {
    expect(map({})).toContain('The states add up to 1,204 contacts.');
    expect(tagsOf(map({}), 'differs')).toEqual([]);
    expect(map({ total: 1_205 })).toContain('This differs from the total: 1,205 contacts.');
    expect(map({ counts: { pending: 1, dreaming: 2 }, total: 3 })).toContain('Not in the chart: dreaming.');
    expect(map({ counts: { pending: null }, total: 3 })).toContain('add up to – contacts');
  });

  test('counts a box around states as the sum of its states, or by its own count', () => {
    const { right } = layouts('campaign', 'map');
    const divided = boxCounts(right, { 'running.waiting': 4, 'running.draining': 1, paused: 2 });
    expect([divided.get('running'), divided.get('running.dispatching'), divided.get('open')]).toEqual([
      5, 0, 7,
    ]);
    const whole = boxCounts(right, { running: 9 });
    expect([whole.get('running'), whole.get('running.dispatching'), whole.get('open')]).toEqual([
      9,
      undefined,
      9,
    ]);
    expect(boxCounts(right, { paused: null }).get('open')).toBeNull();
  });

  test('has arrows as wide as their traffic; those never taken are dotted, and empty states faded', () => {
    expect(widthOf(0, 0)).toBe(1.2);
    expect(widthOf(1, 1_000_000)).toBe(1.2);
    expect(widthOf(250, 1_000)).toBe(8);
    expect(widthOf(1_000, 1_000)).toBe(16);
    const count = (event: string, number: number) => ({
      machine: 'enrollment',
      from: 'in-flight',
      event,
      to: 'waiting',
      count: number,
    });
    const page = map({ traffic: [count('ATTEMPT_ENDED', 90), count('NOT_PLACED', 10)] });
    expect(page).toContain('in-flight → waiting: 100');
    expect(page).toContain('The widest arrow is 100 transitions.');
    expect(page).toContain('stroke-width="16"');
    expect(tagsOf(page, 'empty').length).toBe(2 * (enrollmentStates.length - 3));
    expect(map({})).toContain('No transition was taken yet.');
  });

  test('has an arrow for every transition of a row that leads to another state', () => {
    const { transitions } = createMachines();
    for (const machine of ['enrollment', 'attempt'] as const) {
      const { arrows, boxes } = layouts(machine, 'map').right;
      const states = new Set(arrows.flatMap(({ covers }) => covers.map(({ from }) => from)));
      for (const { from, event, to } of transitions[machine]) {
        const own = boxes.find(({ id }) => id === from);
        // The states that have ended answer every event of the root themselves.
        if (from === to || own?.parent === null) continue;
        const taken = arrows.map((arrow) => takenOf(arrow, [{ machine, from, event, to, count: 1 }]));
        expect(
          taken.filter((one) => one === 1),
          `${from} ${event} ${to}`,
        ).toHaveLength(1);
        expect(states).toContain(from);
      }
    }
  });
});

describe('a chart', () => {
  test('lights the current state, and marks what was taken and what can follow', () => {
    const page = chart({
      current: 'in-flight',
      taken: { from: 'waiting', event: 'MINTED', to: 'in-flight' },
      nextEvents: ['ATTEMPT_ENDED', 'NOT_PLACED'],
    });
    expect(page).toContain('aria-label="in-flight, the current state"');
    expect(tagsOf(page, 'current')).toHaveLength(1);
    expect(tagsOf(page, 'taken')).toHaveLength(1);
    expect(tagsOf(page, 'just-taken')).toHaveLength(1);
    expect(tagsOf(page, 'next').length).toBeGreaterThan(8);
    expect(page).toContain('It came from waiting by MINTED.');
  });

  test('marks a transition that stays in the state', () => {
    const page = chart({
      current: 'waiting',
      taken: { from: 'waiting', event: 'DEFER', to: 'waiting' },
      nextEvents: ['DEFER'],
    });
    expect(tagsOf(page, 'taken')).toEqual([]);
    expect(tagsOf(page, 'just-taken')).toHaveLength(1);
  });

  test('lights the boxes around a nested state', () => {
    const page = chart({ layouts: layouts('campaign', 'full'), current: 'running.waiting' });
    expect(tagsOf(page, 'current')).toHaveLength(2);
  });

  test('shows the definition alone without a current state', () => {
    expect(tagsOf(chart({}), 'far')).toEqual([]);
    expect(chart({})).toContain('Names in brackets are guards.');
  });
});

test('every state has a hue', () => {
  for (const machine of ['campaign', 'enrollment', 'attempt']) {
    for (const rendition of ['map', 'full'] as const) {
      for (const { id, kind } of layouts(machine, rendition).right.boxes)
        if (kind !== 'open') expect(hueOf(machine, id), `${machine} ${id}`).not.toBeNull();
    }
  }
  for (const state of attemptStates) expect(hueOf('attempt', state)).not.toBeNull();
});

test('a name that no machine has, has no layouts', () => {
  expect(layoutsOf('toString', 'map')).toBeNull();
});

test('whatever the texts say, the elements and attributes are those of the template', () => {
  const shapeOf = (page: string): string[] =>
    [...page.matchAll(/<\/?([a-z]+)/gi)].map(([, name]) => name ?? '');
  const plain = shapeOf(
    map({
      label: 'x',
      unit: { one: 'x', many: 'x' },
      hrefOf: () => 'x',
      counts: { waiting: 3 },
      total: null,
    }),
  );
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const hostile = `<script>"'>${text}`;
      const page = map({
        label: hostile,
        unit: { one: hostile, many: hostile },
        hrefOf: () => hostile,
        counts: { waiting: 3 },
        total: null,
      });
      expect(shapeOf(page)).toEqual(plain);
      expect(page).not.toContain('<script');
    }),
    { numRuns: 10 },
  );
});

test('needs no exception from a strict content security policy', () => {
  for (const page of [map({}), chart({ current: 'waiting', nextEvents: ['SKIP'] })]) {
    expect(page).not.toMatch(/\sstyle=|\son[a-z]+=|<style|<script/);
    expect(page).not.toMatch(/NaN|undefined|\[object/);
  }
});
