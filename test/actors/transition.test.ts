import { describe, expect, test } from 'vitest';
import { createMachine, initialTransition, transition } from 'xstate';
import type { AnyMachineSnapshot, AnyStateMachine, EventObject, MachineContext } from 'xstate';
import { createFlatRunner } from '../../src/actors/transitions/flat-runner.ts';
import { createMachineRunner } from '../../src/actors/transitions/transition.ts';
import type { MachineRunner } from '../../src/actors/transitions/transition.ts';
import type { Implementation } from '../../src/machines/implementation.ts';
import { models, reachableStrides, simpleWays } from '../machines/models.ts';
import type { Model } from '../machines/models.ts';

type Runner = MachineRunner<MachineContext, EventObject, string>;
type AnyImplementation = Implementation<MachineContext, EventObject>;

const general = ({ machine, implementation: { effects } }: Model): Runner =>
  createMachineRunner({ machine, effects });
const flat = ({ machine, implementation }: Model): Runner =>
  createFlatRunner({ machine, ...(implementation as AnyImplementation) });

const [, ...flatModels] = models;
const runners = [
  ...models.map((model) => ['the runner', model.name, model, general] as const),
  ...flatModels.map((model) => ['the flat runner', model.name, model, flat] as const),
];

/** What XState's own pure function does with an event: the snapshot it leads to, and what a runner must return for it. */
function expected(machine: AnyStateMachine, { before, event }: Given): Expected {
  const [after, actions] = transition(machine, before, event as never);
  const effects = actions.map(({ type }) => type).filter((type) => !type.startsWith('xstate.'));
  const { value, context } = after;
  const wanted = JSON.stringify({ value, context, effects, changed: after !== before });
  return { before, event, after, wanted };
}

type Given = { before: AnyMachineSnapshot; event: EventObject };
type Expected = Given & { after: AnyMachineSnapshot; wanted: string };

function differencesOf(runner: Runner, all: readonly Expected[]): unknown[] {
  return all.flatMap(({ before: { value, context }, event, wanted }) => {
    const { value: next, context: after, effects, changed } = runner.next({ value, context, event });
    const got = JSON.stringify({ value: next, context: after, effects, changed });
    return got === wanted ? [] : [{ before: value, event, got, wanted }];
  });
}

/** Any event in any state and context that can be reached. */
const everyStep = new Map(
  models.map((model) => [
    model.name,
    reachableStrides(model).map(({ state, event }) => expected(model.machine, { before: state, event })),
  ]),
);
const stepsOf = ({ name }: Model): readonly Expected[] => everyStep.get(name) ?? [];

describe.each(runners)('%s, for the %s machine', (_, __, model, createRunner) => {
  const { machine, input } = model;
  const runner = createRunner(model);
  const first = (): AnyMachineSnapshot => initialTransition(machine, input as never)[0];

  test('does what transition() does on every simple way: value, context, effects, change', () => {
    const ways = simpleWays(model);
    const steps = ways.flatMap((way) => {
      let before = first();
      return way.map((event) => {
        const step = expected(machine, { before, event });
        before = step.after;
        return step;
      });
    });
    expect(ways.length).toBeGreaterThan(20);
    expect(differencesOf(runner, steps).slice(0, 3)).toEqual([]);
  });

  test('and with every event in every state and context that can be reached', () => {
    expect(stepsOf(model).length).toBeGreaterThan(500);
    expect(differencesOf(runner, stepsOf(model)).slice(0, 3)).toEqual([]);
  });

  test('returns the very context that it was given where an event is not taken', () => {
    const { value, context } = first();
    const step = runner.next({ value, context, event: { type: 'UNHEARD_OF' } });
    expect(step).toMatchObject({ value, context, effects: [], changed: false });
    expect(step.context).toBe(context);
  });
});

test.each(flatModels.map((model) => [model.name, model] as const))(
  'the flat runner names the transition of the %s machine that was taken',
  (_, model) => {
    const runner = createFlatRunner({
      machine: model.machine,
      ...(model.implementation as AnyImplementation),
    });
    const taken = new Set<number>();
    for (const { before, event, after } of stepsOf(model)) {
      const { index, changed } = runner.next({ value: before.value, context: before.context, event });
      const named = runner.transitions[index] ?? null;
      const wanted = changed ? { from: before.value, event: event.type, to: after.value } : null;
      expect(named).toEqual(wanted);
      taken.add(index);
    }
    expect(taken.size).toBeGreaterThan(20);
  },
);

describe.each(flatModels.map((model) => [model.name, model] as const))(
  'the comparison of the %s machine finds a wrong',
  (_, model) => {
    const { machine } = model;
    const implementation = model.implementation as AnyImplementation;
    const differences = (change: Partial<AnyImplementation>): unknown[] =>
      differencesOf(createFlatRunner({ machine, ...implementation, ...change }), stepsOf(model));

    test.each(Object.keys(implementation.guards))('guard %s', (name) => {
      expect(differences({ guards: { ...implementation.guards, [name]: () => false } })).not.toEqual([]);
    });

    test.each(Object.keys(implementation.updates))('update %s', (name) => {
      expect(differences({ updates: { ...implementation.updates, [name]: () => ({}) } })).not.toEqual([]);
    });
  },
);

test('the runner begins a campaign as initialTransition() does', () => {
  const [model] = models;
  const [{ value, context }] = initialTransition(model.machine) as [AnyMachineSnapshot, unknown];
  expect(general(model).initial()).toEqual({ value, context });
});

describe('what the flat runner cannot run is refused', () => {
  const bare: AnyImplementation = { guards: {}, updates: { note: () => ({}) }, effects: ['tell'] };
  test.each([
    ['nested states', { initial: 'a', states: { a: { initial: 'b', states: { b: {} } } } }],
    ['a final state', { initial: 'a', states: { a: { type: 'final' as const } } }],
    ['no states', {}],
    ['a timer', { initial: 'a', states: { a: { after: { 100: 'b' } }, b: {} } }],
    ['a transition without an event', { initial: 'a', states: { a: { always: 'b' }, b: {} } }],
    ['an invoked actor', { initial: 'a', states: { a: { invoke: { src: 'call' } } } }],
    ['any event', { initial: 'a', states: { a: { on: { '*': 'b' } }, b: {} } }],
    [
      'a state entered again',
      { initial: 'a', states: { a: { on: { GO: { target: 'a', reenter: true } } } } },
    ],
    ['an action of the whole machine', { entry: 'tell', initial: 'a', states: { a: {} } }],
    [
      'an action without a name',
      { initial: 'a', states: { a: { on: { GO: { actions: () => undefined } } } } },
    ],
    ['an unknown action', { initial: 'a', states: { a: { on: { GO: { actions: 'shout' } } } } }],
    [
      'an unknown guard',
      { initial: 'a', states: { a: { on: { GO: { guard: 'maybe', target: 'b' } } }, b: {} } },
    ],
  ])('%s', (_, config) => {
    expect(() => createFlatRunner({ machine: createMachine(config), ...bare })).toThrow(TypeError);
  });
});
