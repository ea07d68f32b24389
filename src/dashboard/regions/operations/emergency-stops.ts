import { html } from 'hono/html';
import type { Caller } from '../../../domain/caller.ts';
import type { Notice } from '../../../queries/index.ts';
import { allClients, readStopEvents, readStops } from '../../api/stops.ts';
import type { StopEvent } from '../../api/stops.ts';
import { helpLink } from '../../help/help-link.ts';
import type { Html } from '../../layout/html.ts';
import { orderButton, reasonField, roleRefusal } from '../../layout/order-button.ts';
import { instant } from '../../text/format.ts';
import type { Region } from '../region.ts';
import { scrollTable } from '../../layout/scroll-table.ts';

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
              ${stops.map((stop) => inForce({ stop, viewer, about }))}
            </ul>`
      }
      <div class="commands">
        ${
          isStopped
            ? ''
            : stopButton({
                client: target,
                viewer,
                about,
                verb: 'order',
                label: html`Stop ${nameOf(target)}`,
                question:
                  'No new attempt starts after that, whatever the state of the campaigns. Attempts in flight finish.',
              })
        }
        ${stops.length === 0 ? html`<span class="soft">No emergency stop is in force.</span>` : ''}
      </div>
      ${history(events)}`;
  },
};

/** Why the viewer may not stop or lift; a stop of all clients needs more than one of a client. */
function refusalOf({ client, viewer }: { client: string; viewer: Caller }): string | null {
  if (client === allClients && viewer.client !== null)
    return 'This concerns all clients, and your key is for one.';
  return roleRefusal(viewer, client === allClients ? 'admin' : 'operator');
}

const nameOf = (client: string): Html =>
  client === allClients ? html`every client` : html`<bdi>${client}</bdi>`;

function stopButton({
  client,
  viewer,
  about,
  verb,
  label,
  question,
}: {
  client: string;
  viewer: Caller;
  /** The client whose page the button is in; empty for the first page. */
  about: string;
  verb: 'order' | 'lift';
  label: Html;
  question: string;
}): Html {
  return orderButton({
    id: `stop-${verb}-${client === allClients ? 'every-client' : client}`,
    action: about === '' ? `/ui/stops/${verb}` : `/ui/clients/${about}/stops/${verb}`,
    label,
    hidden: html`<input type="hidden" name="client" value="${client}" />`,
    confirm: { question, fields: reasonField },
    refusal: refusalOf({ client, viewer }),
  });
}

function inForce({
  stop: { client, detail },
  viewer,
  about,
}: {
  stop: Notice;
  viewer: Caller;
  about: string;
}): Html {
  return html`<li>
    <p>${detail} ${helpLink('stop', 'What a stop does')}</p>
    <div class="commands">
      ${stopButton({
        client,
        viewer,
        about,
        verb: 'lift',
        label: html`Lift the stop of ${nameOf(client)}`,
        question: 'Campaigns continue at once, by their own state and hours.',
      })}
    </div>
  </li>`;
}

function history(events: readonly StopEvent[]): Html | '' {
  if (events.length === 0) return '';
  return html`<details>
    <summary>History</summary>
    ${scrollTable({
      label: 'History of emergency stops',
      heads: ['When', 'What', 'By', 'Reason'],
      rows: events.map(
        ({ client, event, reason, by, at }) =>
          html`<tr>
            <td>${instant(at)}</td>
            <td>${event === 'ordered' ? 'stopped' : 'lifted'}, ${nameOf(client)}</td>
            <td><bdi>${by}</bdi></td>
            <td><bdi>${reason ?? '–'}</bdi></td>
          </tr>`,
      ),
    })}
  </details>`;
}
