import { html } from 'hono/html';
import { snapshotsOf } from '../../history/snapshots.ts';
import type { SnapshotFact } from '../../history/snapshots.ts';
import type { Html } from '../../layout/html.ts';
import { instant, unknown } from '../../text/format.ts';
import type { ActorStep } from './actor-steps.ts';

const longest = 300;

function shown(value: unknown): Html | string {
  if (value === null) return unknown;
  if (typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value)) return instant(value, 'exact');
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return html`<bdi>${text.length > longest ? `${text.slice(0, longest)}…` : text}</bdi>`;
}

function change({ isChanged, before }: SnapshotFact): Html | '' {
  if (!isChanged) return '';
  return before === undefined
    ? html`<span class="soft">new</span>`
    : html`<span class="soft">was</span> ${shown(before)}`;
}

function row(fact: SnapshotFact): Html {
  return html`<tr class="${fact.isChanged ? 'changed' : ''}">
    <th scope="row">${fact.name}</th>
    <td>${shown(fact.value)}</td>
    <td>${change(fact)}</td>
  </tr>`;
}

/** The snapshot after each step, with what the step changed. The script history.js shows that of the chosen step. */
export function actorSnapshots(steps: readonly ActorStep[]): Html {
  if (steps.length === 0) return html`<p class="soft">Nothing has happened yet.</p>`;
  const last = steps.length - 1;
  const tables = snapshotsOf(steps).map(
    (facts, index) =>
      html`<table
        class="snapshot"
        data-snapshot="${steps[index]?.event.seq}"
        ${index === last ? '' : 'hidden'}
      >
        <thead>
          <tr>
            <th scope="col">Told by the log</th>
            <th scope="col">Value</th>
            <th scope="col">Step before</th>
          </tr>
        </thead>
        <tbody>
          ${facts.map(row)}
        </tbody>
      </table>`,
  );
  return html`<div class="scroller" role="region" aria-label="Told by the log" tabindex="0">${tables}</div>`;
}
