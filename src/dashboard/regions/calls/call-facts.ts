import { html } from 'hono/html';
import type { CallView, PersonView } from '../../../queries/index.ts';
import { factList } from '../../layout/fact-list.ts';
import type { Fact } from '../../layout/fact-list.ts';
import type { Html } from '../../layout/html.ts';
import { elapsedText } from '../../text/elapsed.ts';
import { count, instant, unknown } from '../../text/format.ts';

/** What is known of a call: whom, from where, when, and the ids of the provider. */
export function callFacts({ call, person }: { call: CallView; person: PersonView }): Html {
  const { campaign, contact, to, from, number, stepNumber, requestId, callId, cause, fault } = call;
  const name = person.name ?? `row ${person.row}`;
  const code = (text: string | null): Html | string => (text === null ? unknown : html`<code>${text}</code>`);
  const cells: readonly Fact[] = [
    ['contact', html`<a href="/campaigns/${campaign}/contacts/${contact}"><bdi>${name}</bdi></a>`],
    ['to', html`<bdi>${to}</bdi>`],
    ['from', from === null ? unknown : html`<bdi>${from}</bdi>`],
    ['attempt', `${count(number)}, of this step ${count(stepNumber)}`],
    ['started', instant(call.startedAt, 'exact')],
    ['taken by the provider', instant(call.dialingAt, 'exact')],
    ['rang', instant(call.ringingAt, 'exact')],
    ['answered', instant(call.answeredAt, 'exact')],
    ['ended', instant(call.endedAt, 'exact')],
    ['talked', call.talkSeconds === null ? unknown : `${count(call.talkSeconds)} s`],
    ['cost', costText(call)],
    ['counts as an attempt', call.counts ? 'yes' : 'no'],
    ['result', [call.disposition, call.outcome].filter(Boolean).join(', ') || unknown],
    ...flowFacts(call),
    ['cause', cause === null ? unknown : `${cause.name} ${cause.code} (${cause.source})`],
    ['fault', fault ?? unknown],
    ['request of the provider', code(requestId)],
    ['call of the provider', code(callId)],
  ];
  return factList(cells);
}

/** What the contact answered in the call, if it did. */
function flowFacts({ answers, wantsCallBackAt }: CallView): Fact[] {
  const given = Object.entries(answers);
  return [
    ...(given.length === 0
      ? []
      : [
          [
            'answers',
            html`<ul>
              ${given.map(([name, value]) => html`<li><bdi>${name}</bdi>: <bdi>${value}</bdi></li>`)}
            </ul>`,
          ] as const,
        ]),
    ...(wantsCallBackAt === null ? [] : [['wants a call back at', instant(wantsCallBackAt)] as const]),
  ];
}

const sourceWords = {
  reported: 'the provider says so',
  calculated: 'by the rates',
  reserved: 'at most, by the rates',
} as const;

function costText({ cost }: CallView): Html | string {
  return cost === null ? unknown : `${cost.amount} ${cost.currency} (${sourceWords[cost.source]})`;
}

/** What the call does or did, in one sentence. */
export function callSentence({ call, now }: { call: CallView; now: string }): Html {
  const { state, active, disposition, searchUntil, startedAt, hangUp } = call;
  const ordered = hangUp && active ? ' Its end was ordered.' : '';
  if (state === 'unknown') {
    return html`It is not known whether this call was made. The provider is asked about it
    ${searchUntil === null ? '' : html`until ${instant(searchUntil)}`}, and its slot is kept.${ordered}`;
  }
  if (state === 'not-placed') return html`The call was never made and does not count.`;
  if (!active) return html`The call has ended: ${disposition ?? 'without a result'}.`;
  return html`The call is ${state}, for ${elapsedText(startedAt, now)} since it was stored.${ordered}`;
}
