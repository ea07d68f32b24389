import { html } from 'hono/html';
import { hueOf, layoutsOf, machineChart, transitionName } from '../../charts/machines/index.ts';
import { eventItems, scrubber } from '../../history/event-list.ts';
import { eventWords } from '../../history/event-words.ts';
import type { Html } from '../../layout/html.ts';
import { chip } from '../../text/chip.ts';
import { actorAccepts } from './actor-accepts.ts';
import { actorSnapshots } from './actor-snapshots.ts';
import type { ActorStep, ActorSteps } from './actor-steps.ts';
import type { ActorView } from './actor-view.ts';

/** The transition that led to the present state; null if the log does not tell it. */
function lastTaken({ steps }: ActorSteps, { state }: ActorView) {
  const taken = steps.at(-1)?.taken;
  if (!taken || taken.from === null || taken.event === null || taken.to !== state) return null;
  const { from, event, to } = taken;
  return { from, event, to };
}

function chart(actor: ActorView, found: ActorSteps): Html {
  const layouts = layoutsOf(actor.machine, 'full');
  if (!layouts) return html`<p class="soft">There is no chart of this machine.</p>`;
  return machineChart({
    layouts,
    direction: 'down',
    id: 'actor-chart',
    label: `The machine ${actor.machine}, in the state ${actor.state}`,
    current: actor.state,
    taken: lastTaken(found, actor),
    nextEvents: actor.nextEvents,
    hrefOf: () => null,
  });
}

function takenName({ taken }: ActorStep): string {
  if (!taken || taken.from === null || taken.event === null) return '';
  return transitionName({ from: taken.from, event: taken.event, to: taken.to });
}

/**
 * The chart of an actor, its snapshot and the events that it accepts, over its history. The script history.js shows all of
 * them as they were after any step; without it they show the present.
 */
export function actorHistory({
  actor,
  found,
  definition,
}: {
  actor: ActorView;
  found: ActorSteps;
  definition: Readonly<Record<string, unknown>>;
}): Html {
  const { machine, state, context } = actor;
  const { steps, isWhole } = found;
  return html`<section class="history actor" aria-labelledby="history" data-history data-present="${state}">
    <h2 id="history">History</h2>
    ${steps.length === 0 ? '' : scrubber(steps.length)} ${chart(actor, found)}
    <div class="columns">
      <section aria-labelledby="snapshot">
        <h3 id="snapshot">Snapshot</h3>
        ${actorSnapshots(steps)}
        <details class="present">
          <summary>The whole snapshot, at present</summary>
          <pre class="code" tabindex="0">${JSON.stringify({ value: state, context }, null, 2)}</pre>
        </details>
      </section>
      <section aria-labelledby="accepts">
        <h3 id="accepts">Next events</h3>
        ${actorAccepts({
          definition,
          states: steps.map(({ machineState }) => machineState),
          present: state,
        })}
      </section>
    </div>
    ${isWhole ? '' : html`<p class="soft">Earlier events of the campaign are in its log.</p>`}
    ${eventItems(
      steps.map((step) => ({
        event: step.event,
        state: step.machineState,
        taken: takenName(step),
        what: eventWords(step.event),
        chip: chip(step.state, hueOf(machine, step.state)),
        time: '' as const,
      })),
    )}
  </section>`;
}
