import type { AnyStateMachine, AnyStateNode, AnyTransitionDefinition, EventObject, StateValue } from 'xstate';
import type { Given, Implementation } from '../../machines/implementation.ts';
import type { MachineRunner, Step } from './transition.ts';

/** One transition, with its names resolved. */
type Way<Context, Event, Effect> = {
  guard: ((given: Given<Context, Event>) => boolean) | null;
  target: string | null;
  updates: readonly ((given: Given<Context, Event>) => Partial<Context>)[];
  effects: readonly Effect[];
  /** Its index in the list of the machine's transitions. */
  index: number;
};

/** A transition of a machine, with the names of its states and of its event. */
export type Transition = { from: string; event: string; to: string };

type FlatStep<Context, Effect extends string> = Step<Context, Effect> & {
  /** The index in `transitions` of the one that was taken; -1 if none was. */
  index: number;
};

export type FlatRunner<Context, Event, Effect extends string> = Omit<
  MachineRunner<Context, Event, Effect>,
  'next'
> & {
  next: (input: { value: StateValue; context: Context; event: Event }) => FlatStep<Context, Effect>;
  /** All transitions of the machine. Those of the root are listed once for each state. */
  transitions: readonly Transition[];
};

const nothing: readonly never[] = [];

/**
 * Creates a runner for a machine with flat states, such as the machines of rows, from a table of its transitions. It
 * costs a tenth of XState's general algorithm, which also supports nested, parallel and delayed states. A definition
 * with such states is refused with a `TypeError`. A test compares both on every path, and with every event in every
 * state.
 */
export function createFlatRunner<Context extends object, Event extends EventObject, Effect extends string>({
  machine,
  guards,
  updates,
  effects,
}: { machine: AnyStateMachine } & Implementation<Context, Event, Effect>): FlatRunner<
  Context,
  Event,
  Effect
> {
  const transitions: Transition[] = [];
  const wayOf = createWays({ machine, guards, updates, effects, transitions });
  const states: AnyStateNode[] = Object.values(machine.root.states);
  refuseUnless(states.length > 0, machine, 'has no states');
  checkNode(machine, machine.root);
  refuseUnless(machine.root.entry.length + machine.root.exit.length === 0, machine, 'has actions of its own');
  const table = new Map(
    states.map((node) => {
      refuseUnless(node.type === 'atomic', machine, `has the state ${node.key}, which is ${node.type}`);
      checkNode(machine, node);
      return [node.key, waysOf(machine, node, wayOf)];
    }),
  );
  return {
    transitions,
    initial() {
      throw new TypeError(
        `the machine ${machine.id} has no initial state here: its state is read from a row`,
      );
    },
    next({ value, context, event }) {
      const ways = typeof value === 'string' ? table.get(value)?.get(event.type) : undefined;
      const given = { context, event };
      const way = ways?.find(({ guard }) => guard === null || guard(given));
      if (!way || isIdle(way)) return { value, context, effects: nothing, changed: false, index: -1 };
      for (const update of way.updates) given.context = { ...given.context, ...update(given) };
      const { target, effects, index } = way;
      return { value: target ?? value, context: given.context, effects, changed: true, index };
    },
  };
}

/** XState also reports a transition without effect as no change. */
function isIdle<Context, Event, Effect>({ target, updates, effects }: Way<Context, Event, Effect>): boolean {
  return target === null && updates.length === 0 && effects.length === 0;
}

function refuseUnless(isFine: boolean, machine: AnyStateMachine, what: string): asserts isFine {
  if (!isFine) throw new TypeError(`the machine ${machine.id} ${what}: the flat runner cannot run it`);
}

function checkNode(machine: AnyStateMachine, node: AnyStateNode): void {
  refuseUnless(node.invoke.length === 0, machine, `starts an actor in ${node.key}`);
  refuseUnless(
    !node.always?.length && node.after.length === 0,
    machine,
    `leaves ${node.key} without an event`,
  );
}

type WayOf<W> = (from: AnyStateNode, event: string, transition: AnyTransitionDefinition) => W;

/** Returns the transitions of a state by event: its own first, then those of the root. */
function waysOf<W>(machine: AnyStateMachine, node: AnyStateNode, wayOf: WayOf<W>): Map<string, W[]> {
  const ways = new Map<string, W[]>();
  for (const source of [node, machine.root]) {
    for (const [event, transitions] of Object.entries(source.on)) {
      refuseUnless(!event.includes('*'), machine, `listens to ${event}`);
      const known = ways.get(event) ?? [];
      ways.set(event, [...known, ...transitions.map((transition) => wayOf(node, event, transition))]);
    }
  }
  return ways;
}

/** Resolves the names in a transition, and appends the transition to `transitions`. */
function createWays<Context, Event, Effect extends string>({
  machine,
  guards,
  updates,
  effects,
  transitions,
}: { machine: AnyStateMachine; transitions: Transition[] } & Implementation<Context, Event, Effect>): WayOf<
  Way<Context, Event, Effect>
> {
  const isEffect = (name: string): name is Effect => effects.some((effect) => effect === name);
  const guardOf = (named: unknown): Way<Context, Event, Effect>['guard'] => {
    const guard = guards[nameOf(machine, named)];
    refuseUnless(guard !== undefined, machine, `has no guard ${nameOf(machine, named)}`);
    return guard;
  };
  return (from, event, { target: targets, source, guard, actions, reenter }) => {
    refuseUnless(!reenter && (targets?.length ?? 0) <= 1, machine, 'enters several states, or one again');
    const target = targets?.[0];
    const leaves = target !== undefined && (target !== from || source === machine.root);
    const all = leaves ? [...from.exit, ...actions, ...target.entry] : actions;
    const names = all.map((action) => nameOf(machine, action));
    const unknown = names.find((name) => !isEffect(name) && updates[name] === undefined);
    refuseUnless(unknown === undefined, machine, `has no update or effect ${unknown}`);
    const index = transitions.push({ from: from.key, event, to: target?.key ?? from.key }) - 1;
    return {
      index,
      guard: guard === undefined ? null : guardOf(guard),
      target: target?.key ?? null,
      updates: names.flatMap((name) => updates[name] ?? []),
      effects: names.filter(isEffect),
    };
  };
}

/**
 * Returns the name of a guard or action in a definition. An action with parameters, or a function without a name, is
 * refused.
 */
function nameOf(machine: AnyStateMachine, named: unknown): string {
  if (typeof named === 'string') return named;
  const { type, params } = Object(named) as { type?: unknown; params?: unknown };
  refuseUnless(
    typeof type === 'string' && params === undefined,
    machine,
    'has a guard or action without a name',
  );
  return type;
}
