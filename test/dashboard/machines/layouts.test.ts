import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { AnyStateNode } from 'xstate';
import { makeMachineLayouts } from '../../../scripts/make-machine-layouts.ts';
import { labelCharacter, nameCharacter } from '../../../scripts/machine-layouts/text-size.ts';
import { widestToShrink } from '../../../src/dashboard/charts/machines/frame.ts';
import { layoutsOf } from '../../../src/dashboard/charts/machines/index.ts';
import type { ChartText, MachineLayout, StateBox } from '../../../src/dashboard/charts/machines/layout.ts';
import { attemptMachine } from '../../../src/machines/attempt/attempt-machine.ts';
import { campaignMachine } from '../../../src/machines/campaign/campaign-machine.ts';
import { enrollmentMachine } from '../../../src/machines/enrollment/enrollment-machine.ts';

/** A text that ends nearer to the right edge of its box looks cut off. */
const textMargin = 8;

type Area = { name: string; x: number; y: number; width: number; height: number };

const machines = { campaign: campaignMachine, enrollment: enrollmentMachine, attempt: attemptMachine };
const charts = (['map', 'full'] as const).flatMap((rendition) =>
  Object.keys(machines).flatMap((machine) =>
    (['right', 'down'] as const).map((direction) => {
      const layout = layoutsOf(machine, rendition)?.[direction];
      if (!layout) throw new Error(`there is no layout of ${machine}`);
      return { machine: machine as keyof typeof machines, rendition, direction, layout };
    }),
  ),
);

const isApart = (left: Area, right: Area): boolean =>
  left.x + left.width <= right.x ||
  right.x + right.width <= left.x ||
  left.y + left.height <= right.y ||
  right.y + right.height <= left.y;

const contains = (outer: Area, inner: Area): boolean =>
  inner.x >= outer.x &&
  inner.y >= outer.y &&
  inner.x + inner.width <= outer.x + outer.width &&
  inner.y + inner.height <= outer.y + outer.height;

const areaOfBox = ({ id, x, y, width, height }: StateBox): Area => ({ name: id, x, y, width, height });
const areaOfText = ({ text, x, y }: ChartText, character: number): Area => ({
  name: text,
  x,
  y: y - 11,
  width: text.length * character,
  height: 14,
});

const isAround = (layout: MachineLayout, outer: string, inner: string | null): boolean => {
  if (inner === null) return false;
  const parent = layout.boxes.find(({ id }) => id === inner)?.parent ?? null;
  return parent === outer || isAround(layout, outer, parent);
};

/** The straight parts of an arrow as thin areas. */
function partsOf({ points }: MachineLayout['arrows'][number]): Area[] {
  const parts: Area[] = [];
  for (let index = 0; index + 3 < points.length; index += 2) {
    const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = points.slice(index, index + 4);
    const [x, y] = [Math.min(x1, x2), Math.min(y1, y2)];
    parts.push({ name: 'arrow', x, y, width: Math.abs(x2 - x1), height: Math.abs(y2 - y1) });
  }
  return parts;
}

const pairs = <Item>(items: readonly Item[]): [Item, Item][] =>
  items.flatMap((left, index) => items.slice(index + 1).map((right): [Item, Item] => [left, right]));

test('the layouts are what the definitions say now; `npm run docs` writes them anew', async () => {
  const folder = 'src/dashboard/charts/machines/layouts';
  const made = await makeMachineLayouts();
  expect(readdirSync(folder).toSorted()).toEqual([...made.keys()].toSorted());
  for (const [name, text] of made) expect(readFileSync(`${folder}/${name}`, 'utf8')).toBe(text);
});

describe.each(charts)(
  'the $rendition of the $machine, $direction',
  ({ machine, rendition, direction, layout }) => {
    const { boxes, arrows } = layout;
    const labels = arrows.flatMap((arrow) => arrow.labels.map((label) => areaOfText(label, labelCharacter)));
    const states = boxes.filter(({ kind }) => kind === 'state');

    test('has boxes that overlap only where one is inside the other', () => {
      const overlapping = pairs(boxes).filter(([left, right]) => {
        if (isAround(layout, left.id, right.id)) return !contains(areaOfBox(left), areaOfBox(right));
        if (isAround(layout, right.id, left.id)) return !contains(areaOfBox(right), areaOfBox(left));
        return !isApart(areaOfBox(left), areaOfBox(right));
      });
      expect(overlapping.map(([left, right]) => `${left.id} and ${right.id}`)).toEqual([]);
    });

    test('has labels that overlap neither each other nor a state', () => {
      const areas = [...labels, ...states.map(areaOfBox)];
      const overlapping = pairs(areas).filter(
        ([left, right]) => !isApart(left, right) && (labels.includes(left) || labels.includes(right)),
      );
      expect(overlapping.map(([left, right]) => `${left.name} and ${right.name}`)).toEqual([]);
    });

    test('has arrows that pass through no state, and end at their states', () => {
      const inner = (box: StateBox): Area => ({
        name: box.id,
        x: box.x + 1,
        y: box.y + 1,
        width: box.width - 2,
        height: box.height - 2,
      });
      const crossing = arrows.flatMap((arrow) =>
        partsOf(arrow).flatMap((part) =>
          states.filter((box) => !isApart(part, inner(box))).map(({ id }) => id),
        ),
      );
      expect(crossing).toEqual([]);
      for (const { to, from, points } of arrows) {
        const [x1 = 0, y1 = 0] = points;
        const [x2 = 0, y2 = 0] = points.slice(-2);
        expect(distanceTo(boxes, to, { x: x2, y: y2 })).toBeLessThan(1);
        if (from !== null) expect(distanceTo(boxes, from, { x: x1, y: y1 })).toBeLessThan(1);
      }
    });

    test('has arrows to the ends of a machine that stay away from the single ends', () => {
      const ends = new Set(boxes.filter(({ kind }) => kind === 'ends').map(({ id }) => id));
      for (const { to, points } of arrows.filter((arrow) => ends.has(arrow.to))) {
        const [x = 0, y = 0] = points.slice(-2);
        for (const { id, parent } of boxes)
          if (parent === to) expect(distanceTo(boxes, id, { x, y }), id).toBeGreaterThan(28);
      }
    });

    test('has every text inside its box, and everything inside the picture', () => {
      for (const box of boxes) {
        const texts = [
          areaOfText(box.title, nameCharacter),
          ...box.lines.map((line) => areaOfText(line, labelCharacter)),
        ];
        const inner = { ...areaOfBox(box), width: box.width - textMargin };
        for (const text of texts) expect(contains(inner, text), `${text.name} in ${box.id}`).toBe(true);
      }
      const picture = { name: '', x: 0, y: 0, width: layout.width, height: layout.height };
      for (const area of [...labels, ...boxes.map(areaOfBox), ...arrows.flatMap(partsOf)])
        expect(contains(picture, area), area.name).toBe(true);
    });

    test('begins with the initial state', () => {
      const along = direction === 'right' ? 'x' : 'y';
      for (const { from, to } of arrows) {
        if (from !== null) continue;
        const first = boxes.find(({ id }) => id === to);
        const siblings = boxes.filter(({ parent, kind }) => parent === first?.parent && kind !== 'open');
        expect(Math.min(...siblings.map((box) => box[along]))).toBe(first?.[along]);
      }
      expect(arrows.filter(({ from }) => from === null).length).toBeGreaterThan(0);
    });

    test('has every transition of the definition', () => {
      for (const { from, event, guard, to } of transitionsOf(machines[machine].root)) {
        const text = guard === null ? event : `${event} [${guard}]`;
        const isStay = to === null || to === from;
        if (isStay && rendition === 'map') continue;
        const found = isStay
          ? boxes.filter(({ lines }) => lines.some((line) => line.text.slice(2) === text))
          : arrows.filter((arrow) => arrow.from === (from === '' ? 'open' : from) && arrow.to === to);
        // What is ignored after guarded transitions of the same event is not repeated.
        const isSaid =
          isStay &&
          guard === null &&
          boxes.some(({ lines }) => lines.some(({ events = [] }) => events.includes(event)));
        expect(found.length > 0 || isSaid, `${from} ${text} ${to}`).toBe(true);
        if (!isStay && rendition === 'full')
          expect(
            arrows
              .filter(({ to: end }) => end === to)
              .flatMap((arrow) => arrow.labels.map((label) => label.text)),
          ).toContain(text);
      }
    });
  },
);

type Told = { from: string; event: string; guard: string | null; to: string | null };

/** The transitions as XState describes them. */
function transitionsOf(node: AnyStateNode): Told[] {
  const own = [...node.transitions].flatMap(([event, transitions]) =>
    transitions.map(({ guard, target }): Told => {
      const name =
        guard === undefined
          ? null
          : typeof guard === 'string'
            ? guard
            : 'type' in guard
              ? guard.type
              : guard.name;
      return { from: node.path.join('.'), event, guard: name, to: target?.[0]?.path.join('.') ?? null };
    }),
  );
  return [...own, ...Object.values<AnyStateNode>(node.states).flatMap(transitionsOf)];
}

function distanceTo(boxes: readonly StateBox[], id: string, { x, y }: { x: number; y: number }): number {
  const box = boxes.find((one) => one.id === id);
  if (!box) throw new Error(`there is no box ${id}`);
  const dx = Math.max(box.x - x, 0, x - box.x - box.width);
  const dy = Math.max(box.y - y, 0, y - box.y - box.height);
  return Math.hypot(dx, dy);
}

test('no text is smaller than 11 px, on a phone too', () => {
  const css = readFileSync('src/dashboard/assets/styles/charts.css', 'utf8');
  const sizes = [...css.matchAll(/font-size: ([\d.]+)px/g)].map(([, size]) => Number(size));
  expect(sizes.length).toBeGreaterThan(3);
  expect(Math.min(...sizes)).toBeGreaterThanOrEqual(11);
  // Only maps are shrunk, and their smallest text is 12 px.
  for (const { rendition, layout } of charts)
    if (rendition === 'full') expect(layout.width).toBeGreaterThan(widestToShrink);
  expect((12 * 328) / widestToShrink).toBeGreaterThanOrEqual(11);
});
