import type { Channel } from '../../../src/channels/contract.ts';
import type { HttpRequest, HttpSend } from '../../../src/channels/voice/plivo/requests/http-send.ts';
import type { Bus } from '../../../src/messaging/contract.ts';
import type { Store } from '../../../src/persistence/contract/store.ts';
import type { SendLog } from '../../../src/persistence/send-log/contract.ts';
import type { Cancel, Clock, Clocks } from '../../../src/platform/clock.ts';

/** What a process that is dead does: nothing. Each has its own promise: one for all would keep every world in memory. */
export const never = (): Promise<never> => new Promise(() => undefined);

/** The life of one simulated process: it runs, stands still (SIGSTOP), or is dead (SIGKILL) and stays so. */
export type Fuse = {
  isBlown: () => boolean;
  isFrozen: () => boolean;
  blow: () => void;
  /** Stops it where it crosses to the outside next, until `thaw`. */
  freeze: () => void;
  thaw: () => void;
  /** Resolves when it blows. */
  blown: Promise<void>;
  /** Null if it runs; else a promise that resolves when it runs again, and never if it is dead. */
  stop: () => Promise<void> | null;
  /** Runs it now, after the thaw, or never. */
  whenAwake: (run: () => void) => void;
};

export function createFuse(): Fuse {
  const { promise: blown, resolve } = Promise.withResolvers<void>();
  let dead = false;
  let frozen: PromiseWithResolvers<void> | null = null;
  const stop = (): Promise<void> | null => (dead ? never() : (frozen?.promise ?? null));
  return {
    blown,
    isBlown: () => dead,
    isFrozen: () => !dead && frozen !== null,
    stop,
    blow() {
      dead = true;
      resolve();
    },
    freeze() {
      frozen ??= Promise.withResolvers();
    },
    thaw() {
      frozen?.resolve();
      frozen = null;
    },
    whenAwake(run) {
      const stopped = stop();
      if (stopped) void stopped.then(() => dead || run());
      else run();
    },
  };
}

/** One call to the outside, by what and on which side of it the process is. */
export type Crossing = { name: string; side: 'before' | 'after' };

/** Called before and after each call to the outside; may blow or freeze the fuse, or throw. */
export type CrossingWatcher = (crossing: Crossing) => void;

export type Guarding = { fuse: Fuse; watch: CrossingWatcher };

/** Crosses: whoever is dead stays here, whoever is frozen goes on after the thaw. */
async function cross({ fuse, watch }: Guarding, crossing: Crossing): Promise<void> {
  await stand(fuse);
  watch(crossing);
  await stand(fuse);
}

async function stand(fuse: Fuse): Promise<void> {
  for (let stopped = fuse.stop(); stopped; stopped = fuse.stop()) await stopped;
}

type Verb = (...input: never[]) => unknown;

/** Wraps every asynchronous verb of a contract: dead processes call nothing and hear nothing. */
function guard<Face extends object>(guarding: Guarding & { face: Face; name: string }): Face {
  const { face, name, fuse } = guarding;
  const guarded: Record<string, unknown> = {};
  for (const [verb, value] of Object.entries(face)) {
    const call = value as Verb;
    guarded[verb] = async (...input: never[]): Promise<unknown> => {
      await cross(guarding, { name: `${name}.${verb}`, side: 'before' });
      let result: unknown;
      try {
        result = await call(...input);
      } catch (error) {
        await stand(fuse);
        throw error;
      }
      await cross(guarding, { name: `${name}.${verb}`, side: 'after' });
      return result;
    };
  }
  return guarded as Face;
}

export function guardStore({ store, ...guarding }: Guarding & { store: Store }): Store {
  return {
    ...guard({ ...guarding, face: store, name: 'store' }),
    describe: store.describe,
    schemaVersion: store.schemaVersion,
    batchBudget: store.batchBudget,
  };
}

/** How long a process that wakes goes on with what it was about, before it gets to its messages. */
const backlogMs = 20;

/** Messages to a frozen process are heard a moment after the thaw. */
export function guardBus({ bus, clock, ...guarding }: Guarding & { bus: Bus; clock: Clock }): Bus {
  const { fuse } = guarding;
  const subscribe: Bus['subscribe'] = (input) =>
    bus.subscribe({
      ...input,
      handle(message) {
        if (fuse.stop() === null) return input.handle(message);
        const hear = (): void => fuse.whenAwake(() => input.handle(message));
        fuse.whenAwake(() => clock.at(clock.now() + backlogMs, hear));
      },
    });
  const takeResults: Bus['takeResults'] = ({ handle }) =>
    bus.takeResults({
      async handle(message) {
        await stand(fuse);
        const verdict = await handle(message);
        await stand(fuse);
        return verdict;
      },
    });
  const face = { ...bus, subscribe, takeResults };
  return { ...guard({ ...guarding, face, name: 'bus' }), counts: bus.counts };
}

/** The carrier may have the request although nobody lives to hear the answer. */
export function guardSend({
  send,
  onWrite,
  ...guarding
}: Guarding & {
  send: HttpSend;
  /** The first byte of a request is about to be written. */
  onWrite?: (request: HttpRequest) => void;
}): HttpSend {
  const { fuse } = guarding;
  /** It may die while it is asked. */
  const mayWrite = (request: HttpRequest): boolean => {
    if (fuse.isBlown() || !(request.beforeWrite?.() ?? true) || fuse.isBlown()) return false;
    onWrite?.(request);
    return true;
  };
  return async (request) => {
    const name = `carrier.${request.method}`;
    await cross(guarding, { name, side: 'before' });
    const reply = await send({
      ...request,
      ...(request.beforeWrite && { beforeWrite: () => mayWrite(request) }),
    });
    await cross(guarding, { name, side: 'after' });
    return reply;
  };
}

/** A channel that sends without HTTP; `name` is that of its crossings. */
export function guardChannel({
  channel,
  ...guarding
}: Guarding & { name: string; channel: Channel }): Channel {
  const { prepare, place } = channel;
  return { ...channel, ...guard({ ...guarding, face: { place, ...(prepare && { prepare }) } }) };
}

/** The log of a machine; its verbs return at once, so that a process that dies in one of them is found dead after it. */
export function guardSendLog({
  sendLog,
  onNoted,
  fuse,
  watch,
}: Guarding & {
  sendLog: SendLog;
  /** An attempt was noted as sent, whether it will be or not. */
  onNoted: (attempt: string) => void;
}): SendLog {
  return {
    ...sendLog,
    noteMinted(attempts) {
      if (attempts.length === 0 || fuse.isBlown()) return;
      watch({ name: 'sends.noteMinted', side: 'before' });
      if (fuse.isBlown()) return;
      sendLog.noteMinted(attempts);
      watch({ name: 'sends.noteMinted', side: 'after' });
    },
    noteSending(attempt) {
      if (fuse.isBlown()) return false;
      watch({ name: 'sends.noteSending', side: 'before' });
      if (fuse.isBlown()) return false;
      const may = sendLog.noteSending(attempt);
      onNoted(attempt);
      watch({ name: 'sends.noteSending', side: 'after' });
      return may && !fuse.isBlown();
    },
  };
}

function guardClock<Kind extends Clock>(clock: Kind, fuse: Fuse): Kind {
  return {
    ...clock,
    at: (instant: number, run: () => void): Cancel => {
      let cancelled = false;
      const cancel = clock.at(instant, () => fuse.whenAwake(() => cancelled || run()));
      return () => {
        cancelled = true;
        cancel();
      };
    },
  };
}

/** Timers of a dead process do not fire; those of a frozen one fire when it wakes. */
export function guardClocks({ clocks, fuse }: { clocks: Clocks; fuse: Fuse }): Clocks {
  return {
    business: guardClock(clocks.business, fuse),
    system: guardClock(clocks.system, fuse),
    store: guardClock(clocks.store, fuse),
  };
}

/** The service's own door: requests to a dead process are refused, those to a frozen one wait. */
export function guardFetch({
  fetch,
  ...guarding
}: Guarding & { fetch: (request: Request) => Promise<Response> }): (request: Request) => Promise<Response> {
  const { fuse } = guarding;
  const answer = async (request: Request): Promise<Response> => {
    await cross(guarding, { name: 'webhook', side: 'before' });
    const response = await fetch(request);
    await cross(guarding, { name: 'webhook', side: 'after' });
    return response;
  };
  return (request) => {
    if (fuse.isBlown()) return Promise.reject(new Error('connection refused'));
    const reset = fuse.blown.then(() => Promise.reject(new Error('connection reset')));
    return Promise.race([answer(request), reset]);
  };
}
