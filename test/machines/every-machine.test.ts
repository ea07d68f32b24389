import { describe, expect, test } from 'vitest';
import type { AnyStateNode } from 'xstate';
import { callMachineVersion } from '../../src/machines/call-machine.ts';
import { campaignMachineVersion } from '../../src/machines/campaign-machine.ts';
import { enrollmentMachineVersion } from '../../src/machines/enrollment-machine.ts';
import {
  callModel,
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
  call: callMachineVersion,
};

function nodesOf(node: AnyStateNode): AnyStateNode[] {
  return [node, ...Object.values(node.states).flatMap(nodesOf)];
}

const transitionsOf = ({ transitions }: AnyStateNode) => [...transitions.values()].flat();

const nameOf = (named: string | { type: string } | ((...input: never[]) => unknown)): string =>
  typeof named === 'string' ? named : 'type' in named ? named.type : named.name;

function leavesOf({ machine }: Model): string[] {
  const leaves = nodesOf(machine.root).filter(({ states }) => Object.keys(states).length === 0);
  return leaves.map(({ path }) => path.join('.')).sort();
}

describe.each(models.map((model) => [model.name, model] as const))('the %s machine', (name, model) => {
  const { machine, input } = model;
  const nodes = nodesOf(machine.root);

  test('starts nothing by itself: no invoked actor, no timer, no step without an event', () => {
    for (const { id, config, always } of nodes) {
      expect({ id, invoke: config.invoke, after: config.after, always }).toEqual({ id });
    }
  });

  test('names every guard and every action, and has each of them', () => {
    const { guards, actions } = machine.implementations;
    for (const { guard, actions: asked } of nodes.flatMap(transitionsOf)) {
      if (guard !== undefined) expect(Object.keys(guards)).toContain(nameOf(guard));
      for (const action of asked) expect(Object.keys(actions)).toContain(nameOf(action));
    }
    for (const { entry, exit } of nodes) expect([...entry, ...exit]).toEqual([]);
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

  test('goes on from a snapshot that was JSON exactly as from the snapshot itself', () => {
    for (const { state, event, nextState } of reachableStrides(model)) {
      const { value, context } = JSON.parse(JSON.stringify(state)) as typeof state;
      const after = machine.transition(machine.resolveState({ value, context }), event, silentScope);
      const [got, wanted] = [after, nextState].map((snapshot) => JSON.stringify(snapshot));
      if (got !== wanted) expect(after).toEqual(nextState);
    }
  });
});

test.each([enrollmentModel, callModel])(
  'the $name machine assigns at most once per step, because each costs a whole snapshot',
  ({ machine }) => {
    const { actions } = machine.implementations;
    for (const { actions: asked } of nodesOf(machine.root).flatMap(transitionsOf)) {
      const assigns = asked.filter((action) => 'resolve' in (actions[nameOf(action)] ?? {}));
      expect(assigns.length).toBeLessThanOrEqual(1);
    }
  },
);
