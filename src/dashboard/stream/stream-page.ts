import type { Clock } from '../../platform/clock.ts';
import { RingmasterError } from '../../domain/errors.ts';
import type { Page, PageRequest, PageStream } from '../contract.ts';
import type { RegionHub } from './region-hub.ts';

/** The interval of beats. A page without a beat for several intervals says that it is not live. */
export const pageBeatMs = 5_000;
/** The maximum number of regions in one stream. A browser has one stream for all its tabs. */
const maxRegions = 100;
/** The maximum number of streams of one instance. */
const maxStreams = 2_000;

type Message = Parameters<PageStream['send']>[0];

/**
 * Returns the stream of regions, as server-sent events: `region` with `key` and `html`, `gone` for a region that the
 * viewer cannot see, `beat` with the time of campaigns (`business`) at intervals, and `signed-out` at the end of the session. A slow reader receives only the
 * newest markup of each region.
 */
export function streamPage({
  hub,
  system,
  business,
}: {
  hub: RegionHub;
  system: Clock;
  business: Clock;
}): Page {
  let streams = 0;
  return {
    method: 'get',
    path: '/ui/stream',
    async handle(request) {
      const keys = [...new Set(request.url.searchParams.getAll('region'))];
      if (keys.length > maxRegions) throw tooManyRegions();
      if (streams >= maxStreams) throw tooManyStreams();
      streams += 1;
      return request.stream(async (stream) => {
        try {
          await fill({ request, stream, keys, hub, system, business });
        } finally {
          streams -= 1;
        }
      });
    },
  };
}

async function fill({
  request: { api, viewer, isSignedIn },
  stream: { send, gone },
  keys,
  hub,
  system,
  business,
}: {
  request: PageRequest;
  stream: PageStream;
  keys: readonly string[];
  hub: RegionHub;
  system: Clock;
  business: Clock;
}): Promise<void> {
  const waiting = new Map<string, Message>();
  let wake: () => void = () => undefined;
  const put = (id: string, message: Message): void => {
    waiting.delete(id);
    waiting.set(id, message);
    wake();
  };
  gone.addEventListener('abort', () => wake(), { once: true });
  const stopBeats = repeatBeat({
    system,
    beat: () => put('beat', { event: 'beat', data: { business: Math.floor(business.now()) } }),
  });
  const ends: (() => void)[] = [];
  const follow = async (key: string): Promise<void> => {
    const end = await hub
      .subscribe({ key, api, viewer, listener: (message) => put(key, message) })
      .catch(() => null);
    if (!end) put(key, { event: 'gone', data: { key } });
    else if (gone.aborted) end();
    else ends.push(end);
  };
  try {
    await Promise.all(keys.map(follow));
    while (!gone.aborted) {
      for (const [id, message] of waiting) {
        waiting.delete(id);
        if (id === 'beat' && !(await isSignedIn())) {
          await send({ event: 'signed-out', data: {} });
          return;
        }
        await send(message);
        if (gone.aborted) return;
      }
      if (waiting.size === 0 && !gone.aborted) await new Promise<void>((resolve) => (wake = resolve));
    }
  } finally {
    stopBeats();
    for (const end of ends) end();
  }
}

/** Calls `beat` now and at every interval, until the returned function is called. */
function repeatBeat({ system, beat }: { system: Clock; beat: () => void }): () => void {
  let cancel: () => void = () => undefined;
  const again = (): void => {
    beat();
    cancel = system.at(system.now() + pageBeatMs, again);
  };
  again();
  return () => cancel();
}

function tooManyRegions(): RingmasterError {
  return new RingmasterError({
    code: 'page.too-many-regions',
    family: 'invalid',
    message: `A stream has at most ${maxRegions} regions.`,
  });
}

function tooManyStreams(): RingmasterError {
  return new RingmasterError({
    code: 'page.too-many-streams',
    family: 'overloaded',
    message: `This instance already has ${maxStreams} open pages.`,
    hint: 'The page is shown without live updates. Reload it later.',
  });
}
