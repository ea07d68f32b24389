import { html } from 'hono/html';
import type { Caller } from '../../domain/caller.ts';
import { roles } from '../../domain/role.ts';
import type { Role } from '../../domain/role.ts';
import type { Notice } from '../../queries/index.ts';
import { allClients, readStopEvents, readStops } from '../api/stops.ts';
import type { StopEvent } from '../api/stops.ts';
import type { Html } from '../layout/html.ts';
import { instant } from '../text/format.ts';
import type { Region } from './region.ts';

/**
 * The emergency stops in force, the button for one, and the history. `about` is a client; empty is what the viewer may
 * stop as a whole: every client, or the own one.
 */
export const emergencyStopsRegion: Region = {
  name: 'emergency-stops',
  topics: ({ client }) => [{ name: 'alerts', client }],
  async render({ api, viewer, about }) {
    const scope = about === '' ? viewer.client : about;
    const [stops, events] = await Promise.all([readStops(api, scope), readStopEvents(api, scope)]);
    const target = scope ?? allClients;
    const isStopped = stops.some(({ client }) => client === target);
    return html`${
        stops.length === 0
          ? ''
          : html`<ul class="attention">
              ${stops.map((stop) => inForce({ stop, viewer }))}
            </ul>`
      }
      <div class="commands">
        ${isStopped ? '' : orderButton({ client: target, viewer })}
        ${stops.length === 0 ? html`<span class="soft">No emergency stop is in force.</span>` : ''}
      </div>
      ${history(events)}`;
  },
};

/** The role that may stop or lift; a stop of all clients needs more. */
function refusalOf({ client, viewer }: { client: string; viewer: Caller }): string | null {
  const needed: Role = client === allClients ? 'admin' : 'operator';
  if (client === allClients && viewer.client !== null)
    return 'This concerns all clients, and your key is for one.';
  return roles.indexOf(viewer.role) >= roles.indexOf(needed) ? null : `This requires the role ${needed}.`;
}

const nameOf = (client: string): Html =>
  client === allClients ? html`every client` : html`<bdi>${client}</bdi>`;

function orderButton({ client, viewer }: { client: string; viewer: Caller }): Html {
  return stopDialog({
    client,
    refusal: refusalOf({ client, viewer }),
    verb: 'order',
    label: html`Stop ${nameOf(client)}`,
    question:
      'No new attempt starts after that, whatever the state of the campaigns. Attempts in flight finish.',
  });
}

function inForce({ stop, viewer }: { stop: Notice; viewer: Caller }): Html {
  const { client, detail } = stop;
  return html`<li>
    <p>${detail}</p>
    <div class="commands">
      ${stopDialog({
        client,
        refusal: refusalOf({ client, viewer }),
        verb: 'lift',
        label: html`Lift the stop of ${nameOf(client)}`,
        question: 'Campaigns continue at once, by their own state and hours.',
      })}
    </div>
  </li>`;
}

function stopDialog({
  client,
  refusal,
  verb,
  label,
  question,
}: {
  client: string;
  refusal: string | null;
  verb: 'order' | 'lift';
  label: Html;
  question: string;
}): Html {
  if (refusal !== null) {
    return html`<button type="button" disabled title="${refusal}">
      ${label}<span class="hidden">. ${refusal}</span>
    </button>`;
  }
  const id = `stop-${verb}-${client === allClients ? 'every-client' : client}`;
  return html`<button type="button" command="show-modal" commandfor="${id}" data-needs-live>${label}…</button>
    <dialog id="${id}" aria-labelledby="${id}-title" data-keep>
      <form method="post" action="/ui/stops/${verb}" class="form">
        <h2 id="${id}-title">${label}</h2>
        <p>${question}</p>
        <input type="hidden" name="key" />
        <input type="hidden" name="client" value="${client}" />
        <label>Reason <input name="reason" maxlength="200" autocomplete="off" /></label>
        <div class="commands">
          <button type="submit" class="strong">${label}</button>
          <button type="submit" formmethod="dialog" formnovalidate>Do nothing</button>
        </div>
      </form>
    </dialog>`;
}

function history(events: readonly StopEvent[]): Html | '' {
  if (events.length === 0) return '';
  return html`<details>
    <summary>History</summary>
    <div class="scroller" role="region" aria-label="History of emergency stops" tabindex="0">
      <table>
        <thead>
          <tr>
            <th scope="col">When</th>
            <th scope="col">What</th>
            <th scope="col">By</th>
            <th scope="col">Reason</th>
          </tr>
        </thead>
        <tbody>
          ${events.map(
            ({ client, event, reason, by, at }) =>
              html`<tr>
                <td>${instant(at)}</td>
                <td>${event === 'ordered' ? 'stopped' : 'lifted'}, ${nameOf(client)}</td>
                <td><bdi>${by}</bdi></td>
                <td><bdi>${reason ?? '–'}</bdi></td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </details>`;
}
