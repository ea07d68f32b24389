import { assign } from 'xstate';
import type { ActionFunction, EventObject, MachineContext, NonReducibleUnknown } from 'xstate';

/** The input of a guard or an update. */
export type Given<Context, Event> = { readonly context: Context; readonly event: Event };

/** By name: whether a transition is taken. Pure. */
export type Guards<Context, Event> = Readonly<Record<string, (given: Given<Context, Event>) => boolean>>;

/** By name: the properties of the context that an action changes. Pure. */
export type Updates<Context, Event> = Readonly<
  Record<string, (given: Given<Context, Event>) => Partial<Context>>
>;

/**
 * Creates updates that apply to events of some types. The definition of the machine calls them for these events only;
 * for another event they change nothing.
 */
export function updatesOn<Context, Event extends { type: string }>() {
  return <Type extends Event['type']>(
    types: Type | readonly Type[],
    update: (given: Given<Context, Extract<Event, { type: Type }>>) => Partial<Context>,
  ) =>
    ({ context, event }: Given<Context, Event>): Partial<Context> => {
      const isMeant =
        typeof types === 'string' ? event.type === types : types.some((type) => type === event.type);
      return isMeant ? update({ context, event: event as Extract<Event, { type: Type }> }) : {};
    };
}

/**
 * Everything that the definition of a machine refers to by name. Guards and updates are pure functions, so any runner
 * can call them. Effects are only names: the host performs them after the commit.
 */
export type Implementation<Context, Event, Effect extends string = string> = {
  guards: Guards<Context, Event>;
  updates: Updates<Context, Event>;
  effects: readonly Effect[];
};

type Action<Context extends MachineContext, Event extends EventObject> = ActionFunction<
  Context,
  Event,
  Event,
  NonReducibleUnknown,
  never,
  never,
  never,
  never,
  never
>;

/**
 * Returns the actions for a machine's `setup`: an `assign` for each update, and for each effect an action that does
 * nothing. The definition can refer to these names and to no others; the compiler checks that.
 */
export function actionsOf<
  Context extends MachineContext,
  Event extends EventObject,
  UpdateName extends string,
  Effect extends string,
>({
  updates,
  effects,
}: {
  updates: Readonly<Record<UpdateName, (given: Given<Context, Event>) => Partial<Context>>>;
  effects: readonly Effect[];
}): Record<UpdateName | Effect, Action<Context, Event>> {
  type Entry = [name: string, action: Action<Context, Event>];
  const assigns = (Object.keys(updates) as UpdateName[]).map((name): Entry => {
    const update = updates[name];
    return [name, assign<Context, Event, NonReducibleUnknown, Event, never>((given) => update(given))];
  });
  const idle = effects.map((name): Entry => [name, () => undefined]);
  return Object.fromEntries([...assigns, ...idle]) as Record<UpdateName | Effect, Action<Context, Event>>;
}
