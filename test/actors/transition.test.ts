import { describe, expect, test } from 'vitest';
import { initialTransition, transition } from 'xstate';
import type { AnyMachineSnapshot, EventObject } from 'xstate';
import { createFlatRunner } from '../../src/actors/transitions/flat-runner.ts';
import { createMachineRunner } from '../../src/actors/transitions/transition.ts';
import { models, reachableStrides, simpleWays } from '../machines/models.ts';

const [, ...flat] = models;
const runners = [
  ...models.map((model) => ['the runner', model.name, model, createMachineRunner] as const),
  ...flat.map((model) => ['the flat runner', model.name, model, createFlatRunner] as const),
];

describe.each(runners)('%s, for the %s machine', (_, __, model, createRunner) => {
  const { machine, input } = model;
  const runner = createRunner<unknown, EventObject>({ machine });
  const first = (): AnyMachineSnapshot => initialTransition(machine, input as never)[0];

  /** What the runner does and what XState's own pure functions do, if that is not the same; and where it leads. */
  const compare = (before: AnyMachineSnapshot, event: EventObject): [AnyMachineSnapshot, unknown[]] => {
    const [after, actions] = transition(machine, before, event as never);
    const effects = actions.map(({ type }) => type).filter((type) => !type.startsWith('xstate.'));
    const { value, context } = after;
    const wanted = { value, context, effects, changed: after !== before };
    const got = runner.next({ value: before.value, context: before.context, event });
    const isSame = JSON.stringify(got) === JSON.stringify(wanted);
    return [after, isSame ? [] : [{ before: before.value, event, got, wanted }]];
  };

  test('does what transition() does on every simple way: value, context, effects, change', () => {
    const ways = simpleWays(model);
    const differences = ways.flatMap((way) => {
      let snapshot = first();
      return way.flatMap((event) => {
        const [after, different] = compare(snapshot, event);
        snapshot = after;
        return different;
      });
    });
    expect(ways.length).toBeGreaterThan(50);
    expect(differences.slice(0, 3)).toEqual([]);
  });

  test('and with every event in every state and context that can be reached', () => {
    const strides = reachableStrides(model);
    expect(strides.length).toBeGreaterThan(500);
    expect(strides.flatMap(({ state, event }) => compare(state, event)[1]).slice(0, 3)).toEqual([]);
  });

  test('gives back the very context it was given where an event is not taken', () => {
    const { value, context } = first();
    const step = runner.next({ value, context, event: { type: 'UNHEARD_OF' } });
    expect(step).toEqual({ value, context, effects: [], changed: false });
    expect(step.context).toBe(context);
  });
});

test('the runner begins a campaign as initialTransition() does', () => {
  const [{ machine }] = models;
  const [{ value, context }] = initialTransition(machine) as [AnyMachineSnapshot, unknown];
  expect(createMachineRunner({ machine }).initial()).toEqual({ value, context });
});
