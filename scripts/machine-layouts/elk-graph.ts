import type { ElkExtendedEdge, ElkNode, LayoutOptions } from 'elkjs';
import type { Rendition } from '../../src/dashboard/charts/machines/layout.ts';
import type { ChartModel, EventLine, ModelArrow, ModelState } from './chart-model.ts';
import type { MachineSettings } from './settings.ts';
import { boxSizes, lineHeight, widthOfLabel, widthOfName } from './text-size.ts';

export type Direction = 'right' | 'down';
export type Chart = {
  model: ChartModel;
  rendition: Rendition;
  direction: Direction;
  settings: MachineSettings;
};

/** The gap between ends, and the margin around them. */
export const endGap = 8;
export const groupPadding = { top: 34, side: 14 };

export const textOf = ({ event, guard }: EventLine): string =>
  guard === null ? event : `${event} [${guard}]`;

/** The lines of a state, as they are printed. */
export function linesOf({ stays, ignores }: ModelState): { text: string; events: string[] }[] {
  const kept = stays.map((line) => ({ text: `↻ ${textOf(line)}`, events: [line.event] }));
  return [...kept, ...ignores.map((event) => ({ text: `– ${event}`, events: [event] }))];
}

/**
 * The room between the box around the ends and the ends, at the side where arrows arrive: they lead to the box, and must not
 * seem to lead to the end that is nearest.
 */
export const endInset: Readonly<Record<Direction, number>> = { right: 32, down: groupPadding.side };

/** The number of columns in which the ends of an enrollment are shown. */
export const endColumns: Readonly<Record<Direction, number>> = { right: 2, down: 2 };

type Size = { width: number; height: number };

/** The space beside the name of a state, at both sides together. */
const besideName = 24;
const widthAround = ({ name }: ModelState): number => widthOfName(name) + besideName;

/** The size of each end in the box around them: the longest name decides. */
export function endSize({ children }: ModelState, { rendition }: Pick<Chart, 'rendition'>): Size {
  const { width, height } = boxSizes[rendition];
  return { width: Math.max(width, ...children.map(widthAround)), height };
}

export function sizeOf(state: ModelState, chart: Chart): Size {
  const { rendition, direction } = chart;
  const base = boxSizes[rendition];
  if (state.kind === 'ends') {
    const columns = endColumns[direction];
    const rows = Math.ceil(state.children.length / columns);
    const end = endSize(state, chart);
    return {
      width: columns * end.width + (columns - 1) * endGap + endInset[direction] + groupPadding.side,
      height: rows * end.height + (rows - 1) * endGap + groupPadding.top + groupPadding.side,
    };
  }
  const lines = rendition === 'full' ? linesOf(state) : [];
  const widest = Math.max(...lines.map(({ text }) => widthOfLabel(text) + 20), widthAround(state));
  return {
    width: Math.max(base.width, widest),
    height: Math.max(
      base.height + (lines.length > 0 ? lines.length * lineHeight + 6 : 0),
      direction === 'right' ? roomForArrows(state, chart) : 0,
    ),
  };
}

/** The height at which the arrows at one side of a state are apart. */
function roomForArrows({ id }: ModelState, chart: Chart): number {
  const { order } = chart.settings;
  const own = chart.model.arrows.filter(({ from, to }) => from === id || to === id);
  const ahead = own.filter(({ from, to }) => order.indexOf(from === id ? to : from) > order.indexOf(id));
  return 13 * (Math.max(ahead.length, own.length - ahead.length) + 1);
}

function paddingOf(state: ModelState, { rendition }: Chart): string {
  const lines = rendition === 'full' ? linesOf(state).length : 0;
  const { top, side } = groupPadding;
  return `[top=${top + lines * lineHeight},left=${side},bottom=${side},right=${side}]`;
}

export const dotOf = (id: string): string => `dot:${id}`;
const dotSize = 9;

function nodesOf(states: readonly ModelState[], chart: Chart): ElkNode[] {
  const { initial } = chart.model;
  return states.flatMap((state): ElkNode[] => {
    const dot: ElkNode[] = initial.includes(state.id)
      ? [{ id: dotOf(state.id), width: dotSize, height: dotSize }]
      : [];
    const isBox = state.kind === 'ends' || state.children.length === 0;
    if (isBox) return [...dot, { id: state.id, ...sizeOf(state, chart) }];
    return [
      ...dot,
      {
        id: state.id,
        children: nodesOf(state.children, chart),
        layoutOptions: { ...optionsOf(chart), 'elk.padding': paddingOf(state, chart) },
      },
    ];
  });
}

/** Whether an arrow goes against the order in which states are read. The layout engine gets it turned round. */
export function isBackward({ settings: { order } }: Chart, { from, to }: ModelArrow): boolean {
  const placeOf = (id: string): number => {
    const place = order.indexOf(id);
    if (place < 0) throw new Error(`scripts/machine-layouts/settings.ts gives ${id} no place in the order`);
    return place;
  };
  const isInside = to.startsWith(`${from}.`) || from.startsWith(`${to}.`);
  return !isInside && placeOf(from) > placeOf(to);
}

function edgesOf(chart: Chart): ElkExtendedEdge[] {
  const { model, rendition } = chart;
  const dots = model.initial.map((id) => ({ id: dotOf(id), sources: [dotOf(id)], targets: [id] }));
  const arrows = model.arrows.map((arrow): ElkExtendedEdge => {
    const { from, to, lines } = arrow;
    const [source, target] = isBackward(chart, arrow) ? [to, from] : [from, to];
    const edge = { id: `${from}>${to}`, sources: [source], targets: [target] };
    if (rendition === 'map') return edge;
    const width = Math.max(...lines.map((line) => widthOfLabel(textOf(line)))) + 14;
    const label = { text: lines.map(textOf).join('\n'), width, height: lines.length * lineHeight };
    return { ...edge, labels: [{ ...label, layoutOptions: { 'elk.edgeLabels.inline': 'true' } }] };
  });
  return [...dots, ...arrows];
}

function optionsOf({ rendition, direction }: Chart): LayoutOptions {
  const isMap = rendition === 'map';
  return {
    'elk.algorithm': 'layered',
    'elk.direction': direction.toUpperCase(),
    'elk.hierarchyHandling': 'INCLUDE_CHILDREN',
    'elk.edgeRouting': 'ORTHOGONAL',
    'elk.json.edgeCoords': 'ROOT',
    'elk.json.shapeCoords': 'ROOT',
    'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
    'elk.layered.thoroughness': '20',
    'elk.padding': '[top=8,left=8,bottom=8,right=8]',
    'elk.spacing.nodeNode': isMap ? '24' : '30',
    'elk.layered.spacing.nodeNodeBetweenLayers': '34',
    'elk.spacing.edgeNode': isMap ? '12' : '16',
    'elk.layered.spacing.edgeNodeBetweenLayers': isMap ? '12' : '16',
    'elk.spacing.edgeEdge': isMap ? '12' : '14',
    'elk.layered.spacing.edgeEdgeBetweenLayers': isMap ? (direction === 'right' ? '16' : '12') : '14',
    'elk.spacing.edgeLabel': '4',
    'elk.spacing.portPort': '10',
  };
}

/** The chart as a graph for the layout engine. */
export const graphOf = (chart: Chart): ElkNode => ({
  id: 'root',
  children: nodesOf(chart.model.states, chart),
  edges: edgesOf(chart),
  layoutOptions: optionsOf(chart),
});
