import { html } from 'hono/html';
import type { Caller } from '../../../domain/caller.ts';
import { isEnd } from '../../../domain/contact/enrollment.ts';
import type { PersonView } from '../../../queries/index.ts';
import type { Html } from '../../layout/html.ts';
import { orderButton, reasonField, roleRefusal } from '../../layout/order-button.ts';
import { chip } from '../../text/chip.ts';
import { enrollmentHue } from '../../text/hues.ts';

type Command = {
  name: string;
  /** The event of the enrollment machine. */
  event: string;
  label: string;
  question: string;
  /** Whether the order has a local time of the contact. */
  isTimed?: true;
};

/** The commands that a contact takes from a page. */
export const contactCommandList: readonly Command[] = [
  {
    name: 'pause',
    event: 'PAUSE',
    label: 'Pause',
    question: 'Pause this contact? An attempt in flight finishes and counts.',
  },
  { name: 'resume', event: 'RESUME', label: 'Resume', question: 'Resume this contact where it was paused?' },
  {
    name: 'retry',
    event: 'RETRY',
    label: 'Retry',
    question: 'Try this contact again as soon as hours and limits allow it?',
  },
  {
    name: 'call-back',
    event: 'CALL_BACK',
    label: 'Call back',
    question:
      'Call this contact at the time that they asked for? The current step is repeated then, before other contacts. If the hours are closed, the call starts when they open.',
    isTimed: true,
  },
  { name: 'skip', event: 'SKIP', label: 'Skip step', question: 'Continue with the next step?' },
  {
    name: 'remove',
    event: 'END',
    label: 'Remove',
    question: 'Take this contact out of the campaign for ever? It ends as cancelled.',
  },
];

/** The field for a time on the clock of the contact. */
const timeField = ({ timeZone }: PersonView): Html =>
  html`<label
    >Time there${timeZone === null ? '' : html` <span class="soft">${timeZone}</span>`}
    <input type="datetime-local" name="at" required
  /></label>`;

function refusalOf(
  { event }: Command,
  { state }: PersonView,
  nextEvents: readonly string[],
  viewer: Caller,
): string | null {
  const byRole = roleRefusal(viewer);
  if (byRole !== null) return byRole;
  if (!isEnd(state) && nextEvents.includes(event)) return null;
  return isEnd(state) ? `Not possible: the contact has ended.` : `Not possible: the contact is ${state}.`;
}

/** The state of a contact and the commands to it. The machine says which of them it takes now. */
export function contactCommands({
  person,
  nextEvents,
  viewer,
  hidden = html``,
}: {
  person: PersonView;
  nextEvents: readonly string[];
  viewer: Caller;
  /** Fields that each order sends too. */
  hidden?: Html;
}): Html {
  return html`<div class="commands">
    ${chip(person.state, enrollmentHue(person.state))}
    ${contactCommandList.map((command) =>
      orderButton({
        id: command.name,
        action: `/ui/campaigns/${person.campaign}/contacts/${person.id}/${command.name}`,
        label: command.label,
        hidden,
        confirm: {
          question: command.question,
          fields: command.isTimed ? html`${timeField(person)} ${reasonField}` : reasonField,
        },
        refusal: refusalOf(command, person, nextEvents, viewer),
      }),
    )}
  </div>`;
}
