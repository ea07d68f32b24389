import type { AttemptState } from '../../../domain/attempt/attempt.ts';
import type { EnrollmentState } from '../../../domain/contact/enrollment.ts';
import { machineStateOf } from '../../../queries/index.ts';
import type { EventView, PersonView } from '../../../queries/index.ts';
import { readJson } from '../../api/read-json.ts';
import { campaignPath, readContact, readContactEvents, withQuery } from '../../api/reads.ts';
import type { CallApi } from '../../contract.ts';
import { attemptSteps, campaignSteps, contactSteps } from '../../history/steps.ts';
import type { HistoryStep } from '../../history/steps.ts';
import type { ActorView } from './actor-view.ts';

/** The newest events of a campaign itself that its page shows. */
const maxOwnEvents = '100';

/** `state`: that of the row. `machineState`: that of the machine, which has one state for all ends of a contact. */
export type ActorStep = HistoryStep<string> & { machineState: string };

/** The steps of an actor, and whether they begin with its first event. `person`: the contact; null for a campaign. */
export type ActorSteps = { steps: ActorStep[]; isWhole: boolean; person: PersonView | null };

const withMachineState = (step: HistoryStep<string>): ActorStep => ({
  ...step,
  machineState: machineStateOf(step.state as EnrollmentState),
});

/** Reads the events of an actor and plays them. */
export async function readActorSteps(api: CallApi, actor: ActorView): Promise<ActorSteps> {
  const { id, machine, campaign, state, context } = actor;
  if (machine === 'campaign') {
    const path = withQuery(campaignPath(campaign, '/events/own'), { limit: maxOwnEvents });
    const { items, fromSeq } = await readJson<{ items: EventView[]; fromSeq: number }>(api, { path });
    const { steps } = campaignSteps({ history: items, present: state });
    return {
      steps: steps.map((step) => ({ ...step, machineState: step.state })),
      isWhole: fromSeq <= 1,
      person: null,
    };
  }
  const contact = machine === 'attempt' ? String(context['contact']) : id;
  const [person, history] = await Promise.all([
    readContact(api, campaign, contact),
    readContactEvents(api, campaign, contact),
  ]);
  const { steps } =
    machine === 'attempt'
      ? attemptSteps({ history, attempt: id, present: state as AttemptState })
      : contactSteps({ history, position: person.position, present: person.state });
  return { steps: steps.map(withMachineState), isWhole: true, person };
}
