import { html } from 'hono/html';
import { eventCatalogue } from '../../domain/events/catalogue.ts';
import type { EventView } from '../../queries/index.ts';
import type { Html } from '../layout/html.ts';
import { count, instant } from '../text/format.ts';
import { reasonText } from '../text/reason-labels.ts';

type Words = (value: unknown) => Html | string;

const text = (value: unknown): string => String(value);
const at = (value: unknown): Html | string => instant(text(value));

/** How the fields of events are written after the sentence; others are left out. */
const fields: Readonly<Record<string, { label: string; words: Words }>> = {
  disposition: { label: '', words: text },
  outcome: { label: 'answer', words: text },
  from: { label: 'was', words: (value) => (value === null ? 'open' : text(value)) },
  cause: { label: 'cause', words: text },
  talkSeconds: { label: 'talked', words: (value) => `${count(Number(value))} s` },
  number: { label: 'attempt', words: text },
  step: { label: 'step', words: (value) => (typeof value === 'number' ? text(value + 1) : text(value)) },
  to: { label: 'to', words: text },
  detail: { label: '', words: text },
  reason: { label: '', words: (value) => reasonText(text(value)) },
  outsideHours: { label: 'outside hours', words: text },
  providerId: { label: 'touch', words: text },
  // A contact that is due at once has the first instant of all.
  dueAt: { label: 'due', words: (value) => (Date.parse(text(value)) === 0 ? 'at once' : at(value)) },
  until: { label: 'until', words: at },
  at: { label: 'at', words: at },
  opensAt: { label: 'hours open', words: at },
};

function part(name: string, value: unknown): Html | null {
  const field = fields[name];
  if (!field || value === null || value === undefined || value === '') return null;
  const words = html`<bdi>${field.words(value)}</bdi>`;
  return field.label === '' ? words : html`${field.label} ${words}`;
}

/** An event in words: what its type means, then its data. */
export function eventWords({ type, data, by }: EventView): Html {
  const what = eventCatalogue[type].what;
  const parts = Object.keys(fields)
    .map((name) => part(name, data[name]))
    .filter((one) => one !== null);
  const details = by === null ? parts : [...parts, html`by <bdi>${by}</bdi>`];
  return html`${what}${details.length === 0 ? '' : html`: `}${details.map(
    (detail, index) => html`${index === 0 ? '' : ', '}${detail}`,
  )}`;
}
