type Point = { x: number; y: number };

/** An arrow as paths: its line, which stops at the head, and its head. */
export type ArrowPath = { line: string; head: string; width: number };

const cornerRadius = 7;
const written = (value: number): string => String(Math.round(value * 10) / 10);
const at = ({ x, y }: Point): string => `${written(x)} ${written(y)}`;

export function pointsOf(values: readonly number[]): Point[] {
  const points: Point[] = [];
  for (let index = 0; index + 1 < values.length; index += 2)
    points.push({ x: values[index] ?? 0, y: values[index + 1] ?? 0 });
  return points;
}

/** The point at `distance` from `from` in the direction of `to`. */
export function towards(from: Point, to: Point, distance: number): Point {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  if (length === 0) return from;
  const part = distance / length;
  return { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part };
}

const distance = (left: Point, right: Point): number => Math.hypot(left.x - right.x, left.y - right.y);

/** Straight lines with rounded corners. */
function cornered(points: readonly Point[]): string {
  const [first, ...rest] = points;
  if (!first) return '';
  const parts = rest.map((point, index) => {
    const [before, after] = [points[index] ?? point, rest[index + 1]];
    if (!after) return `L${at(point)}`;
    const radius = Math.min(cornerRadius, distance(before, point) / 2, distance(point, after) / 2);
    return `L${at(towards(point, before, radius))}Q${at(point)} ${at(towards(point, after, radius))}`;
  });
  return `M${at(first)}${parts.join('')}`;
}

function headOf(tip: Point, base: Point, halfWidth: number): string {
  const length = distance(tip, base) || 1;
  const across = {
    x: ((base.y - tip.y) / length) * halfWidth,
    y: ((tip.x - base.x) / length) * halfWidth,
  };
  const left = { x: base.x + across.x, y: base.y + across.y };
  const right = { x: base.x - across.x, y: base.y - across.y };
  return `M${at(tip)}L${at(left)}L${at(right)}Z`;
}

/** Draws an arrow through points with a line of the given width in pixels. */
export function arrowPath({
  points: values,
  width,
}: {
  points: readonly number[];
  width: number;
}): ArrowPath {
  const points = pointsOf(values);
  const [tip, before] = [points.at(-1), points.at(-2)];
  if (!tip || !before) return { line: '', head: '', width };
  const length = Math.min(6 + width * 0.6, distance(tip, before));
  const base = towards(tip, before, length);
  return {
    line: cornered([...points.slice(0, -1), base]),
    head: headOf(tip, base, 3.6 + width * 0.62),
    width,
  };
}
