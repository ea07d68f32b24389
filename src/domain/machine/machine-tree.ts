import { isRecord } from './is-record.ts';

/** A transition of a state, as the definition of a machine contains it. */
export type TreeTransition = {
  event: string;
  guard: string | null;
  /** The path of the state that it leads to; null if it stays in the state. */
  target: string | null;
  actions: readonly string[];
};

/** A state of a machine. `path` is empty for the machine itself. */
export type TreeState = {
  path: string;
  name: string;
  initial: string | null;
  entry: readonly string[];
  exit: readonly string[];
  transitions: readonly TreeTransition[];
  states: readonly TreeState[];
};

const listOf = (value: unknown): unknown[] => {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
};

/** The name of a guard or an action: a text, or an object with its type. */
const nameOf = (value: unknown): string => (isRecord(value) ? String(value['type']) : String(value));

/** `#campaign.running.waiting` is `running.waiting`. */
const pathOf = (target: unknown): string | null =>
  typeof target === 'string' ? target.replace(/^#[^.]+\.?/, '') : null;

function transitionsOf(on: unknown): TreeTransition[] {
  if (!isRecord(on)) return [];
  return Object.entries(on).flatMap(([event, transitions]) =>
    listOf(transitions)
      .filter(isRecord)
      .map(({ guard, target, actions }) => ({
        event,
        guard: guard === undefined ? null : nameOf(guard),
        target: pathOf(listOf(target)[0]),
        actions: listOf(actions).map(nameOf),
      })),
  );
}

/** Reads the definition of a machine as `GET /v1/machines/:name` returns it. */
export function readMachineTree(definition: Readonly<Record<string, unknown>>, path = ''): TreeState {
  const { states, on, initial, entry, exit, key } = definition;
  const first = isRecord(initial) ? pathOf(listOf(initial['target'])[0]) : null;
  return {
    path,
    name: String(key),
    initial: first,
    entry: listOf(entry).map(nameOf),
    exit: listOf(exit).map(nameOf),
    transitions: transitionsOf(on),
    states: Object.entries(isRecord(states) ? states : {}).flatMap(([name, child]) =>
      isRecord(child) ? [readMachineTree(child, path === '' ? name : `${path}.${name}`)] : [],
    ),
  };
}

/** The states without states inside. */
export const leavesOf = (state: TreeState): TreeState[] =>
  state.states.length === 0 ? [state] : state.states.flatMap(leavesOf);
