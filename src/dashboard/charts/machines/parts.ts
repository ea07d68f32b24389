import { html } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';
import { pointsOf, towards } from './arrow-path.ts';
import type { ArrowPath } from './arrow-path.ts';
import { hueOf } from './hues.ts';
import type { Arrow, ChartText, CoveredTransition, MachineLayout, StateBox } from './layout.ts';

export type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

/** The classes that apply, separated by spaces. */
export const classesOf = (classes: Readonly<Record<string, boolean>>): string =>
  Object.keys(classes)
    .filter((name) => classes[name])
    .join(' ');

/** How scripts name a transition. */
export const transitionName = ({ from, event, to }: CoveredTransition): string => `${from}|${event}|${to}`;

const format = new Intl.NumberFormat('en');
/** A number as charts show it; a dash if it is not known. */
export const figure = (value: number | null): string => (value === null ? '–' : format.format(value));

export const group = (classes: string, content: Html | readonly Html[]): Html =>
  html`<g class="${classes}">${content}</g>`;

/** A part that is not read aloud: its content is in the table below the chart. */
export const silent = (classes: string, content: Html | readonly Html[]): Html =>
  html`<g class="${classes}" aria-hidden="true">${content}</g>`;

const lineOf = (d: string, width: number): Html =>
  html`<path class="line" d="${d}" stroke-width="${width}" />`;

const headOf = (d: string): Html => html`<path class="head" d="${d}" />`;

/** A wider line of the colour of the page, below the line of an arrow. */
export const halo = ({ line, width }: ArrowPath): Html =>
  html`<path class="halo" d="${line}" stroke-width="${width + 3}" />`;

/** The line and the head of an arrow. */
export const strokes = ({ line, head, width }: ArrowPath): Html =>
  html`${lineOf(line, width)}${headOf(head)}`;

type Placed = Pick<ChartText, 'text' | 'x' | 'y'>;

export const textAt = ({ text, x, y }: Placed, classes: string): Html =>
  html`<text class="${classes}" x="${x}" y="${y}">${text}</text>`;

const guardOf = (text: string): Html => html`<tspan class="guard">${text}</tspan>`;

/** An event, with its guard set apart. */
export function eventAt({ text, x, y }: Placed, classes: string): Html {
  const at = text.indexOf('[');
  const content = at < 0 ? text : html`${text.slice(0, at)}${guardOf(text.slice(at))}`;
  return html`<text class="${classes}" x="${x}" y="${y}">${content}</text>`;
}

type Area = Pick<StateBox, 'x' | 'y' | 'width' | 'height'>;

export const area = ({ x, y, width, height }: Area, classes: string): Html =>
  html`<rect class="${classes}" x="${x}" y="${y}" width="${width}" height="${height}" rx="3" />`;

/** The frame of a state, with the colour of the state at its left edge. */
export const stateFrame = (box: StateBox): Html =>
  html`${area(box, 'frame')}${area({ ...box, width: 4 }, 'edge')}`;

/** The classes of a box: its kind, and its hue. */
export function boxClasses({ machine }: MachineLayout, { kind, id }: StateBox): string {
  const hue = hueOf(machine, id);
  return hue === null ? kind : `${kind} ${hue}`;
}

/** The dot before an initial state. */
export function initialDot({ points }: Arrow): Html {
  const [start, next] = pointsOf(points);
  if (!start || !next) return html``;
  const { x, y } = towards(start, next, -4.5);
  return html`<circle class="initial" cx="${x}" cy="${y}" r="4.5" />`;
}

/** A state that links to a page, or is only named. */
export function stateElement({
  state,
  classes,
  href,
  label,
  isCurrent,
  content,
}: {
  /** The id of its box, by which scripts find it. */
  state: string;
  classes: string;
  href: string | null;
  label: string;
  isCurrent: boolean;
  content: Html;
}): Html {
  const names = html`class="${classes}" data-state="${state}"`;
  if (href === null) return html`<g ${names} role="img" aria-label="${label}">${content}</g>`;
  const current = isCurrent ? html` aria-current="true"` : html``;
  return html`<a ${names} href="${href}" aria-label="${label}" ${current}>${content}</a>`;
}
