import { describe, expect, test } from 'vitest';
import { acceptedTransitions } from '../../../src/domain/machine/accepted-transitions.ts';
import { readMachineTree } from '../../../src/domain/machine/machine-tree.ts';
import { models, reachableStrides, silentScope, valueOf } from '../../machines/models.ts';

const tree = readMachineTree({
  key: 'door',
  on: { BREAK: [{ target: ['#door.broken'], event: 'BREAK' }], OPEN: [{ target: ['#door.open'] }] },
  states: {
    closed: {
      key: 'closed',
      on: { OPEN: [{ target: ['#door.open'], guard: 'isUnlocked' }], KNOCK: [{ actions: ['sound'] }] },
    },
    open: { key: 'open', on: { OPEN: [{ actions: [] }] } },
    broken: { key: 'broken' },
  },
});

test('a state accepts its own transitions, then those of the states around it', () => {
  expect(acceptedTransitions(tree, 'closed')).toEqual([
    { event: 'OPEN', guard: 'isUnlocked', to: 'open' },
    { event: 'KNOCK', guard: null, to: null },
    { event: 'BREAK', guard: null, to: 'broken' },
    { event: 'OPEN', guard: null, to: 'open' },
  ]);
});

test('a transition behind one without a guard is never reached', () => {
  expect(acceptedTransitions(tree, 'open')).toEqual([
    { event: 'OPEN', guard: null, to: null },
    { event: 'BREAK', guard: null, to: 'broken' },
  ]);
});

describe.each(models.map((model) => [model.name, model] as const))('of %s', (_, model) => {
  const machine = readMachineTree(JSON.parse(JSON.stringify(model.machine)) as Record<string, unknown>);

  test('every transition that the machine takes is among the accepted ones', () => {
    for (const { state, event, nextState } of reachableStrides(model)) {
      const after = model.machine.transition(
        model.machine.resolveState({ value: state.value, context: state.context }),
        event,
        silentScope,
      );
      const [from, to] = [valueOf(state.value), valueOf(nextState.value)];
      if (from === to || after.value === state.value) continue;
      const accepted = acceptedTransitions(machine, from).filter((one) => one.event === event.type);
      const isTold = accepted.some(
        (one) => one.to !== null && (one.to === to || to.startsWith(`${one.to}.`)),
      );
      expect({ from, event: event.type, to, isTold }).toMatchObject({ isTold: true });
    }
  });
});
