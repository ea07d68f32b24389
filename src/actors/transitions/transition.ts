import { createActor } from 'xstate';
import type { ActorScope, AnyStateMachine, SnapshotFrom, StateValue } from 'xstate';

/** The result of an event. `effects` are the names of the effects for the host, in order. */
export type Step<Context, Effect extends string> = {
  value: StateValue;
  context: Context;
  effects: readonly Effect[];
  changed: boolean;
};

export type MachineRunner<Context, Event, Effect extends string> = {
  initial: () => { value: StateValue; context: Context };
  /**
   * Returns the next state, without side effects. An event that the state does not accept changes nothing: `changed`
   * is false.
   */
  next: (input: { value: StateValue; context: Context; event: Event }) => Step<Context, Effect>;
};

/**
 * Runs any machine. Machines of rows, which are flat, have a faster runner (flat-runner.ts). XState's `transition()`
 * builds a temporary actor on every call; the actor-logic interface does the same work with one reused scope. Custom
 * actions never run: the scope collects them as effects. A test compares both on every path of every machine.
 */
export function createMachineRunner<Context, Event extends { type: string }, Effect extends string>({
  machine,
  effects: known,
}: {
  machine: AnyStateMachine;
  effects: readonly Effect[];
}): MachineRunner<Context, Event, Effect> {
  const isEffect = (name: string): name is Effect => known.some((effect) => effect === name);
  const collected: Effect[] = [];
  const actor = createActor(machine);
  const scope: ActorScope<SnapshotFrom<AnyStateMachine>, Event> = {
    self: actor,
    id: actor.id,
    sessionId: actor.sessionId,
    system: actor.system,
    logger: () => undefined,
    defer: () => undefined,
    emit: () => undefined,
    stopChild: () => undefined,
    actionExecutor: ({ type }) => {
      if (!isEffect(type)) throw new TypeError(`the machine ${machine.id} declares no effect ${type}`);
      collected.push(type);
    },
  };

  /**
   * The cached results of resolving a state, which walks the whole machine. Without the context the result is always
   * the same. It is copied, not changed in place: V8 handles objects that never change much faster.
   */
  const resolvedStates = new Map<string, SnapshotFrom<AnyStateMachine>>();
  const resolved = (value: StateValue): SnapshotFrom<AnyStateMachine> => {
    const key = typeof value === 'string' ? value : JSON.stringify(value);
    const kept = resolvedStates.get(key);
    if (kept) return kept;
    const fresh = machine.resolveState({ value, context: {} });
    resolvedStates.set(key, fresh);
    return fresh;
  };

  return {
    initial() {
      const { value, context } = machine.getInitialSnapshot(scope, undefined);
      return { value, context };
    },
    next({ value, context, event }) {
      const before = { ...resolved(value), context };
      collected.length = 0;
      const after = machine.transition(before, event, scope);
      return {
        value: after.value,
        context: after.context,
        effects: [...collected],
        changed: after !== before,
      };
    },
  };
}
