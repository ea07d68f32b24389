import type { HttpSend } from '../../src/channels/voice/plivo/http-send.ts';
import type { Bus } from '../../src/messaging/contract.ts';
import type { Store } from '../../src/persistence/contract.ts';
import type { Cancel, Clock, Clocks } from '../../src/platform/clock.ts';

/** What a process that is dead does: nothing, for ever. */
const never = new Promise<never>(() => undefined);

/** The life of one simulated process. Once blown, nothing it began comes to anything. */
export type Fuse = {
  isBlown: () => boolean;
  blow: () => void;
  /** Resolves when it blows. */
  blown: Promise<void>;
  onBlow: (run: () => void) => void;
};

export function createFuse(): Fuse {
  const { promise: blown, resolve } = Promise.withResolvers<void>();
  const listeners: (() => void)[] = [];
  let dead = false;
  return {
    blown,
    isBlown: () => dead,
    onBlow: (run) => void listeners.push(run),
    blow() {
      if (dead) return;
      dead = true;
      for (const run of listeners) run();
      resolve();
    },
  };
}

/** Called before and after each call to the outside; may blow the fuse or throw. */
export type CrossingWatcher = (crossing: { name: string; side: 'before' | 'after' }) => void;

type Verb = (...input: never[]) => unknown;

/** Wraps every verb of a contract: dead processes call nothing and hear nothing. */
function guard<Face extends object>({
  face,
  name,
  fuse,
  watch,
}: {
  face: Face;
  name: string;
  fuse: Fuse;
  watch: CrossingWatcher;
}): Face {
  const guarded: Record<string, unknown> = {};
  for (const [verb, value] of Object.entries(face)) {
    if (typeof value !== 'function') {
      guarded[verb] = value;
      continue;
    }
    const call = value as Verb;
    guarded[verb] = (...input: never[]): unknown => {
      if (fuse.isBlown()) return never;
      watch({ name: `${name}.${verb}`, side: 'before' });
      if (fuse.isBlown()) return never;
      const answer = call(...input);
      if (!(answer instanceof Promise)) return answer;
      return answer.then(
        (result: unknown) => {
          if (fuse.isBlown()) return never;
          watch({ name: `${name}.${verb}`, side: 'after' });
          return fuse.isBlown() ? never : result;
        },
        (error: unknown) => {
          if (fuse.isBlown()) return never;
          throw error;
        },
      );
    };
  }
  return guarded as Face;
}

export function guardStore({
  store,
  fuse,
  watch,
}: {
  store: Store;
  fuse: Fuse;
  watch: CrossingWatcher;
}): Store {
  return guard({ face: store, name: 'store', fuse, watch });
}

export function guardBus({ bus, fuse, watch }: { bus: Bus; fuse: Fuse; watch: CrossingWatcher }): Bus {
  return guard({ face: bus, name: 'bus', fuse, watch });
}

/** The carrier may have the request although nobody lives to hear the answer. */
export function guardSend({
  send,
  fuse,
  watch,
}: {
  send: HttpSend;
  fuse: Fuse;
  watch: CrossingWatcher;
}): HttpSend {
  return async (request) => {
    if (fuse.isBlown()) return never;
    watch({ name: `carrier.${request.method}`, side: 'before' });
    if (fuse.isBlown()) return never;
    const reply = await send({
      ...request,
      ...(request.beforeWrite && { beforeWrite: () => !fuse.isBlown() && (request.beforeWrite?.() ?? true) }),
    });
    if (fuse.isBlown()) return never;
    watch({ name: `carrier.${request.method}`, side: 'after' });
    return fuse.isBlown() ? never : reply;
  };
}

function guardClock<Kind extends Clock>(clock: Kind, fuse: Fuse): Kind {
  return {
    ...clock,
    at: (instant: number, run: () => void): Cancel => clock.at(instant, () => void (fuse.isBlown() || run())),
  };
}

/** Timers of a dead process do not fire. */
export function guardClocks({ clocks, fuse }: { clocks: Clocks; fuse: Fuse }): Clocks {
  return { business: guardClock(clocks.business, fuse), system: guardClock(clocks.system, fuse) };
}
