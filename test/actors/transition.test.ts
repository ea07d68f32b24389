import { describe, expect, test } from 'vitest';
import { initialTransition, transition } from 'xstate';
import type { AnyMachineSnapshot, EventObject } from 'xstate';
import { createMachineRunner } from '../../src/actors/transition.ts';
import { models, shortestWays, simpleWays } from '../machines/models.ts';
import type { Model } from '../machines/models.ts';

type Stand = { value: unknown; context: unknown; effects: readonly string[]; changed: boolean };

/** XState's own pure functions, which build a throw-away actor for every step. */
function byXState(
  { machine }: Model,
  before: AnyMachineSnapshot,
  event: EventObject,
): [AnyMachineSnapshot, Stand] {
  const [after, actions] = transition(machine, before, event as never);
  const effects = actions.map(({ type }) => type).filter((type) => !type.startsWith('xstate.'));
  return [after, { value: after.value, context: after.context, effects, changed: after !== before }];
}

describe.each(models.map((model) => [model.name, model] as const))(
  'the runner, for the %s machine',
  (_, model) => {
    const { machine, input, events } = model;
    const runner = createMachineRunner<unknown, EventObject>({ machine });
    const ways = [
      ...simpleWays(model),
      ...shortestWays(model).flatMap((way) => events.map((event) => [...way, event])),
    ];

    /** Compares every step of a way, and every event at its end. */
    const differences = (way: readonly EventObject[]): unknown[] => {
      const found: unknown[] = [];
      let [snapshot] = initialTransition(machine, input as never) as [AnyMachineSnapshot, unknown];
      const compare = (event: EventObject): AnyMachineSnapshot => {
        const [after, wanted] = byXState(model, snapshot, event);
        const got = runner.next({ value: snapshot.value, context: snapshot.context, event });
        if (JSON.stringify(got) !== JSON.stringify(wanted)) found.push({ way, event, got, wanted });
        return after;
      };
      for (const event of way) snapshot = compare(event);
      for (const event of events) compare(event);
      return found;
    };

    test('does in each step of every model path what transition() does: value, context, effects, change', () => {
      expect(ways.length).toBeGreaterThan(50);
      expect(ways.flatMap(differences).slice(0, 3)).toEqual([]);
    });

    test('gives back the very context it was given where an event is not taken', () => {
      const [first] = initialTransition(machine, input as never) as [AnyMachineSnapshot, unknown];
      const step = runner.next({ value: first.value, context: first.context, event: { type: 'UNHEARD_OF' } });
      expect(step).toEqual({ value: first.value, context: first.context, effects: [], changed: false });
      expect(step.context).toBe(first.context);
    });
  },
);

test('the runner begins a campaign as initialTransition() does', () => {
  const [{ machine }] = models;
  const [{ value, context }] = initialTransition(machine) as [AnyMachineSnapshot, unknown];
  expect(createMachineRunner({ machine }).initial()).toEqual({ value, context });
});
