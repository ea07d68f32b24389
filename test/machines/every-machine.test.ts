import { describe, expect, test } from 'vitest';
import type { AnyStateNode } from 'xstate';
import { attemptMachineVersion } from '../../src/machines/attempt/attempt-machine.ts';
import { campaignMachineVersion } from '../../src/machines/campaign/campaign-machine.ts';
import { enrollmentMachineVersion } from '../../src/machines/enrollment/enrollment-machine.ts';
import {
  attemptModel,
  enrollmentModel,
  models,
  reachableStrides,
  silentScope,
  simpleWays,
  valueOf,
} from './models.ts';
import type { Model } from './models.ts';
import { walk } from './walk.ts';

const versions: Readonly<Record<string, number>> = {
  campaign: campaignMachineVersion,
  enrollment: enrollmentMachineVersion,
  attempt: attemptMachineVersion,
};

function nodesOf(node: AnyStateNode): AnyStateNode[] {
  return [node, ...Object.values(node.states).flatMap(nodesOf)];
}

const transitionsOf = ({ transitions }: AnyStateNode) => [...transitions.values()].flat();

const nameOf = (named: string | { type: string } | ((...input: never[]) => unknown)): string =>
  typeof named === 'string' ? named : 'type' in named ? named.type : named.name;

/** What a state does whenever it is entered or left. */
const onTheWay = ({ entry, exit }: AnyStateNode) => [...entry, ...exit];

const namesOf = (all: readonly Parameters<typeof nameOf>[0][]): string[] =>
  [...new Set(all.map(nameOf))].sort();

function leavesOf({ machine }: Model): string[] {
  const leaves = nodesOf(machine.root).filter(({ states }) => Object.keys(states).length === 0);
  return leaves.map(({ path }) => path.join('.')).sort();
}

describe.each(models.map((model) => [model.name, model] as const))('the %s machine', (name, model) => {
  const { machine, implementation, input } = model;
  const nodes = nodesOf(machine.root);

  test('starts nothing by itself: no invoked actor, no timer, no step without an event', () => {
    for (const { id, config, always } of nodes) {
      expect({ id, invoke: config.invoke, after: config.after, always }).toEqual({ id });
    }
  });

  test('uses exactly the guards, updates and effects that it declares', () => {
    const transitions = nodes.flatMap(transitionsOf);
    const actions = [...transitions.flatMap((one) => one.actions), ...nodes.flatMap(onTheWay)];
    const guards = transitions.flatMap(({ guard }) => (guard === undefined ? [] : [guard]));
    expect(namesOf(guards)).toEqual(Object.keys(implementation.guards).sort());
    expect(namesOf(actions)).toEqual(
      [...Object.keys(implementation.updates), ...implementation.effects].sort(),
    );
  });

  test('has a version, which is that of its definition', () => {
    expect(versions[name]).toBeGreaterThanOrEqual(1);
    expect(machine.version).toBe(String(versions[name]));
  });

  test('comes into every state on some simple way, and every such way leads where it says', () => {
    const ways = simpleWays(model);
    const reached = new Set(ways.map((events) => valueOf(walk({ machine, input, events }).value)));
    const beyond = new Set(reachableStrides(model).map(({ nextState }) => valueOf(nextState.value)));
    expect([...reached].sort()).toEqual(leavesOf(model));
    expect([...beyond].sort()).toEqual(leavesOf(model));
  });

  test('continues from a snapshot that was JSON exactly as from the snapshot itself', () => {
    for (const { state, event, nextState } of reachableStrides(model)) {
      const { value, context } = JSON.parse(JSON.stringify(state)) as typeof state;
      const after = machine.transition(machine.resolveState({ value, context }), event, silentScope);
      const [got, wanted] = [after, nextState].map((snapshot) => JSON.stringify(snapshot));
      if (got !== wanted) expect(after).toEqual(nextState);
    }
  });
});

test.each([enrollmentModel, attemptModel])(
  'the $name machine updates its context at most once per transition, because each update copies it',
  ({ machine, implementation: { updates } }) => {
    const nodes = nodesOf(machine.root);
    for (const actions of [
      ...nodes.flatMap(transitionsOf).map((one) => one.actions),
      ...nodes.map(onTheWay),
    ]) {
      expect(actions.filter((action) => nameOf(action) in updates).length).toBeLessThanOrEqual(1);
    }
  },
);
