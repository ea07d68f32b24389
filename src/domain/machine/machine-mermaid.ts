import type { TreeState } from './machine-tree.ts';

const anyState = 'any state';
const lastName = (path: string): string => path.split('.').at(-1) ?? '';

/** `a-b` is no identifier in a diagram. */
const identifier = (name: string): string => name.replaceAll(/[^a-z]/g, '_');

/** What a state does whenever it is entered or left, as lines under its name. */
function actionsOf({ name, entry, exit }: TreeState): string[] {
  const lines = Object.entries({ entry, exit }).filter(([, actions]) => actions.length > 0);
  return lines.map(([when, actions]) => `${identifier(name)} : ${when} / ${actions.join(', ')}`);
}

function statesOf({ states, initial }: TreeState): string[] {
  const lines = states.flatMap((child) => {
    const declared = `state "${child.name}" as ${identifier(child.name)}`;
    if (child.states.length === 0) return [declared, ...actionsOf(child)];
    return [`${declared} {`, ...statesOf(child), '}', ...actionsOf(child)];
  });
  const all = initial === null ? lines : [...lines, `[*] --> ${identifier(lastName(initial))}`];
  return all.map((line) => `  ${line}`);
}

type Edge = { from: string; to: string; label: string };

function edgesOf({ path, name, transitions, states }: TreeState): Edge[] {
  const from = path === '' ? anyState : name;
  const own = transitions.flatMap(({ event, guard, target }) => {
    const label = guard === null ? event : `${event} [${guard}]`;
    return target === null ? [] : [{ from, to: lastName(target), label }];
  });
  return [...own, ...states.flatMap(edgesOf)];
}

/** One arrow for all that lead the same way; arrows from a state to itself say nothing in a picture. */
function arrowsOf(machine: TreeState): string[] {
  const labels = new Map<string, Set<string>>();
  for (const { from, to, label } of edgesOf(machine)) {
    if (from === to) continue;
    const key = `${identifier(from)} --> ${identifier(to)}`;
    labels.set(key, (labels.get(key) ?? new Set()).add(label));
  }
  return [...labels].map(([arrow, all]) => `  ${arrow}: ${[...all].join(', ')}`);
}

/** Marks the current state and the states around it. */
function currentLines(current: string | null): string[] {
  if (current === null) return [];
  const states = current.split('.').map(identifier);
  return ['  classDef current stroke-width:4px,font-weight:bold', `  class ${states.join(',')} current`];
}

/** A machine as a Mermaid diagram. `current`: the path of the state that is marked; null for none. */
export function machineMermaid(machine: TreeState, current: string | null): string[] {
  return [
    'stateDiagram-v2',
    ...statesOf(machine),
    ...(machine.transitions.length > 0 ? [`  state "${anyState}" as ${identifier(anyState)}`] : []),
    ...arrowsOf(machine),
    ...currentLines(current),
  ];
}
