import type { FiguresReader } from '../actors/index.ts';
import type { Channel } from '../channels/contract.ts';
import type { Health } from '../domain/health.ts';
import type { Bus } from '../messaging/contract.ts';
import type { Store } from '../persistence/contract/store.ts';
import type { Dependency } from './deps.ts';

/**
 * Returns what an instance depends on. It is ready until it begins to stop, while the store answers. Without the others
 * it works more slowly.
 */
export function dependenciesOf({
  store,
  bus,
  hasOutside,
  runtime,
  channels,
  stopping,
}: {
  store: Pick<Store, 'health'>;
  bus: Pick<Bus, 'health' | 'streamHealth'>;
  /** Whether programs outside the installation report results on the bus. */
  hasOutside: boolean;
  runtime: Pick<FiguresReader, 'figures'>;
  channels: Iterable<Channel>;
  /** Aborts when the instance begins to stop. */
  stopping: AbortSignal;
}): Dependency[] {
  return [
    {
      name: 'instance',
      required: true,
      isOwn: true,
      check: () => Promise.resolve(instanceHealth(stopping.aborted)),
    },
    { name: 'store', required: true, check: store.health },
    { name: 'bus', required: false, isLocal: true, check: bus.health },
    ...(hasOutside ? [{ name: 'jetstream', required: false, check: bus.streamHealth }] : []),
    {
      name: 'dispatch',
      required: false,
      isLocal: true,
      check: () => Promise.resolve(dispatchHealth(runtime.figures().holdsLease)),
    },
    {
      name: 'clock',
      required: false,
      isLocal: true,
      check: () => Promise.resolve(clockHealth(runtime.figures().knowsTime)),
    },
    ...[...channels].map(({ name, check }) => ({ name: `channel:${name}`, required: false, check })),
  ];
}

/** Whether this instance takes requests for longer than a moment. */
function instanceHealth(isStopping: boolean): Health {
  if (!isStopping) return { ok: true, detail: 'this instance is at work' };
  return {
    ok: false,
    code: 'service.stopping',
    detail: 'this instance hands its campaigns over, or has done so',
    advice: 'Send requests to another instance.',
  };
}

/** Whether this instance knows the time of the store. While it does not, it starts nothing. */
function clockHealth(knowsTime: boolean): Health {
  if (knowsTime) return { ok: true, detail: 'the time of the store is known' };
  return {
    ok: false,
    code: 'clock.unknown',
    detail:
      'the store has not told its time within two seconds for ten seconds, so this instance starts nothing',
    advice: 'Check the load of the store and the network to it. Starts continue with the next answer.',
  };
}

/** Whether this instance may send. It may not while its heartbeats do not reach the store. */
function dispatchHealth(holdsLease: boolean): Health {
  if (holdsLease) return { ok: true, detail: 'the lease of this instance is valid' };
  return {
    ok: false,
    code: 'dispatch.lease-expired',
    detail: 'the last heartbeat of this instance in the store is too old, so it sends nothing',
    advice:
      'Check the store and whether this process has enough CPU. Sending continues with the next heartbeat, or another instance takes over.',
  };
}
