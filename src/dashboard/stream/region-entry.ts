import type { Logger } from 'pino';
import type { Live } from '../../live/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Region, RegionInput } from '../regions/region.ts';

export type RegionListener = (html: string) => void;

/** A region that is looked at, with its newest markup. */
export type RegionEntry = {
  /** Returns a function that removes the listener. */
  add: (listener: RegionListener) => () => void;
  hasListeners: () => boolean;
  close: () => void;
};

/**
 * Follows the topics of a region. It is rendered again after a change, one rendering at a time and not more often than
 * `everyMs`, and its listeners are called if the markup has changed.
 */
export function createRegionEntry({
  region,
  input,
  first,
  live,
  system,
  log,
}: {
  region: Region;
  input: RegionInput;
  /** The markup when the entry is created. */
  first: string;
  live: Pick<Live, 'subscribe'>;
  system: Clock;
  log: Logger;
}): RegionEntry {
  const listeners = new Set<RegionListener>();
  let html = first;
  let isRendering = false;
  let isStale = false;
  let cancelWait: (() => void) | null = null;
  let mayRenderAt = system.now() + (region.everyMs ?? 0);

  const render = async (): Promise<void> => {
    isRendering = true;
    mayRenderAt = system.now() + (region.everyMs ?? 0);
    try {
      const rendered = String(await region.render(input));
      if (rendered !== html) for (const listener of listeners) listener(rendered);
      html = rendered;
    } catch (error) {
      log.warn({ err: error, region: region.name }, 'a region of a page could not be refreshed');
    }
    isRendering = false;
    if (isStale) onChange();
  };
  const onChange = (): void => {
    isStale = isRendering;
    if (isRendering || listeners.size === 0 || cancelWait) return;
    if (system.now() >= mayRenderAt) void render();
    else {
      cancelWait = system.at(mayRenderAt, () => {
        cancelWait = null;
        onChange();
      });
    }
  };

  const topics = region.topics({ about: input.about, client: input.viewer.client });
  const ends = topics.map((topic) => live.subscribe({ topic, listener: onChange }));
  return {
    add(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    hasListeners: () => listeners.size > 0,
    close() {
      cancelWait?.();
      for (const end of ends) end();
    },
  };
}
