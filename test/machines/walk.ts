import { initialTransition, transition } from 'xstate';
import type { AnyStateMachine, EventObject, MachineContext, StateValue } from 'xstate';

export type Walked<Context = MachineContext> = { value: StateValue; context: Context; effects: string[] };

/** Sends events one after the other, the way XState itself does it, and tells where that led; effects are the last step's. */
export function walk({
  machine,
  input,
  events,
}: {
  machine: AnyStateMachine;
  input: unknown;
  events: readonly EventObject[];
}): Walked {
  let [snapshot] = initialTransition(machine, input as never);
  let effects: string[] = [];
  for (const event of events) {
    const [next, actions] = transition(machine, snapshot, event as never);
    snapshot = next;
    effects = actions.map(({ type }) => type).filter((type) => !type.startsWith('xstate.'));
  }
  return { value: snapshot.value, context: snapshot.context, effects };
}
