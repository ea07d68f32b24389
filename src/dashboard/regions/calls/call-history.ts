import { html } from 'hono/html';
import type { AttemptState } from '../../../domain/attempt/attempt.ts';
import { hueOf } from '../../charts/machines/index.ts';
import { eventList } from '../../history/event-list.ts';
import { eventWords } from '../../history/event-words.ts';
import { pathMap } from '../../history/path-map.ts';
import type { History } from '../../history/steps.ts';
import type { Html } from '../../layout/html.ts';
import { chip } from '../../text/chip.ts';

/** What a line tells about the order of reports; null for one that came in time. */
function markOf(type: string, isAfterEnd: boolean): string | null {
  if (type === 'attempt.surplus') return 'second call';
  if (type === 'attempt.amended') return 'late, changed the result';
  return isAfterEnd ? 'late' : null;
}

/** The chart of a call with its present state lit, and what was reported about it, in order. */
export function callHistory({
  present,
  steps,
  traffic,
}: History<AttemptState> & { present: AttemptState }): Html {
  const endedAt = steps.findIndex(({ event }) => event.type === 'attempt.ended');
  return html`<section class="history" aria-labelledby="history" data-history data-present="${present}">
    <h2 id="history">Reports</h2>
    ${pathMap({ machine: 'attempt', label: 'The path of this call', present, traffic })}
    ${eventList(
      steps.map(({ event, state }, index) => {
        const mark = markOf(event.type, endedAt >= 0 && index > endedAt);
        const late = mark === null ? '' : html`<span class="tag">${mark}</span>`;
        return {
          event,
          state,
          what: html`${eventWords(event)} ${late}`,
          chip: chip(state, hueOf('attempt', state)),
          time: '' as const,
        };
      }),
    )}
  </section>`;
}
