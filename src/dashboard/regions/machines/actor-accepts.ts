import { html } from 'hono/html';
import { acceptedTransitions } from '../../../domain/machine/accepted-transitions.ts';
import type { AcceptedTransition } from '../../../domain/machine/accepted-transitions.ts';
import { readMachineTree } from '../../../domain/machine/machine-tree.ts';
import type { Html } from '../../layout/html.ts';

function row({ event, guard, to }: AcceptedTransition): Html {
  return html`<tr>
    <th scope="row"><code>${event}</code></th>
    <td>${guard === null ? html`<span class="soft">always</span>` : html`<code>${guard}</code>`}</td>
    <td>${to ?? html`<span class="soft">stays</span>`}</td>
  </tr>`;
}

function tableOf(transitions: readonly AcceptedTransition[]): Html {
  if (transitions.length === 0) return html`<p class="soft">None.</p>`;
  return html`<table>
    <thead>
      <tr>
        <th scope="col">Event</th>
        <th scope="col">If</th>
        <th scope="col">Leads to</th>
      </tr>
    </thead>
    <tbody>
      ${transitions.map(row)}
    </tbody>
  </table>`;
}

/**
 * The events that each of these states accepts, with their guards, in the order in which they are tried. The script
 * history.js shows those of the chosen step; without it, those of the present state are shown.
 */
export function actorAccepts({
  definition,
  states,
  present,
}: {
  definition: Readonly<Record<string, unknown>>;
  states: readonly string[];
  present: string;
}): Html {
  const tree = readMachineTree(definition);
  return html`${[...new Set([...states, present])].map(
    (state) =>
      html`<div data-accepts="${state}" ${state === present ? '' : 'hidden'}>
        ${tableOf(acceptedTransitions(tree, state))}
      </div>`,
  )}`;
}
