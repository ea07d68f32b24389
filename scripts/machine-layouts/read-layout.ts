import type { ElkExtendedEdge, ElkNode, ElkShape } from 'elkjs';
import type {
  Arrow,
  ChartText,
  MachineLayout,
  StateBox,
} from '../../src/dashboard/charts/machines/layout.ts';
import type { ModelArrow, ModelState } from './chart-model.ts';
import {
  dotOf,
  endColumns,
  endGap,
  endInset,
  endSize,
  groupPadding,
  isBackward,
  linesOf,
  textOf,
} from './elk-graph.ts';
import type { Chart } from './elk-graph.ts';
import { boxSizes, lineHeight } from './text-size.ts';

const round = (value: number | undefined): number => Math.round((value ?? 0) * 10) / 10;

type Area = { x: number; y: number; width: number; height: number };

const areaOf = ({ x, y, width, height }: ElkShape): Area => ({
  x: round(x),
  y: round(y),
  width: round(width),
  height: round(height),
});

const placesOf = (node: ElkNode): Map<string, Area> =>
  new Map([
    [node.id, areaOf(node)],
    ...(node.children ?? []).flatMap((child): [string, Area][] => [...placesOf(child)]),
  ]);

function boxOf(
  chart: Chart,
  { state, parent, area }: { state: ModelState; parent: string | null; area: Area },
): StateBox {
  const isFrame = state.kind !== 'state';
  const y = area.y + (isFrame ? 21 : boxSizes[chart.rendition].titleAt);
  const title: ChartText = { text: state.name, x: round(area.x + (isFrame ? 12 : 10)), y: round(y) };
  const lines = chart.rendition === 'full' ? linesOf(state) : [];
  return {
    id: state.id,
    name: state.name,
    kind: state.kind,
    parent,
    ...area,
    title,
    lines: lines.map(({ text, events }, index) => ({
      text,
      x: title.x,
      y: round(y + 4 + (index + 1) * lineHeight),
      events,
    })),
  };
}

/** The ends stand in rows below the name of the box around them. */
function endArea({ x, y }: Area, index: number, ends: ModelState, chart: Chart): Area {
  const { direction } = chart;
  const { width, height } = endSize(ends, chart);
  const columns = endColumns[direction];
  const column = index % columns;
  const row = Math.floor(index / columns);
  return {
    x: round(x + endInset[direction] + column * (width + endGap)),
    y: round(y + groupPadding.top + row * (height + endGap)),
    width,
    height,
  };
}

function boxesOf(
  chart: Chart,
  {
    states,
    parent,
    places,
  }: { states: readonly ModelState[]; parent: string | null; places: Map<string, Area> },
): StateBox[] {
  return states.flatMap((state) => {
    const area = places.get(state.id);
    if (!area) throw new Error(`the layout has no state ${state.id}`);
    const inner =
      state.kind === 'ends'
        ? state.children.map((end, index) =>
            boxOf(chart, { state: end, parent: state.id, area: endArea(area, index, state, chart) }),
          )
        : boxesOf(chart, { states: state.children, parent: state.id, places });
    return [boxOf(chart, { state, parent, area }), ...inner];
  });
}

function pointsOf({ sections }: ElkExtendedEdge, isBackward = false): number[] {
  const [section] = sections ?? [];
  if (!section || (sections?.length ?? 0) > 1) throw new Error('an arrow has not one section');
  const { startPoint, bendPoints, endPoint } = section;
  const points = [startPoint, ...(bendPoints ?? []), endPoint];
  return (isBackward ? points.toReversed() : points).flatMap(({ x, y }) => [round(x), round(y)]);
}

function labelsOf(edge: ElkExtendedEdge, { lines }: ModelArrow): ChartText[] {
  const [label] = edge.labels ?? [];
  if (!label) return [];
  const { x, y } = areaOf(label);
  return lines.map((line, index) => ({
    text: textOf(line),
    x: round(x + 7),
    y: round(y + 12 + index * lineHeight),
    events: [line.event],
  }));
}

function arrowsOf(chart: Chart, edges: readonly ElkExtendedEdge[]): Arrow[] {
  const { model } = chart;
  const byId = new Map(edges.map((edge) => [edge.id, edge]));
  const edgeOf = (id: string): ElkExtendedEdge => {
    const edge = byId.get(id);
    if (!edge) throw new Error(`the layout has no arrow ${id}`);
    return edge;
  };
  const dots = model.initial.map((id): Arrow => {
    return { from: null, to: id, covers: [], points: pointsOf(edgeOf(dotOf(id))), labels: [] };
  });
  const arrows = model.arrows.map((arrow): Arrow => {
    const edge = edgeOf(`${arrow.from}>${arrow.to}`);
    const { from, to, covers } = arrow;
    return {
      from,
      to,
      covers,
      points: pointsOf(edge, isBackward(chart, arrow)),
      labels: labelsOf(edge, arrow),
    };
  });
  return [...dots, ...arrows];
}

/** What the layout engine returned, as the dashboard draws it. */
export function readLayout(chart: Chart & { machine: string }, root: ElkNode): MachineLayout {
  const places = placesOf(root);
  return {
    machine: chart.machine,
    width: Math.ceil(root.width ?? 0),
    height: Math.ceil(root.height ?? 0),
    boxes: boxesOf(chart, { states: chart.model.states, parent: null, places }),
    arrows: arrowsOf(chart, root.edges ?? []),
  };
}
