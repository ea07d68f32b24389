import type { Logger } from 'pino';
import type { Live } from '../../live/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Region, RegionInput, RegionKey } from '../regions/region.ts';

/** The message with the markup of a region. One rendering has one object, so that it is encoded once for all viewers. */
export type RegionMessage = { event: 'region'; data: { key: RegionKey; html: string } };

export type RegionListener = (message: RegionMessage) => void;

/** A region that is looked at, with its newest markup. */
export type RegionEntry = {
  /** Returns a function that removes the listener. */
  add: (listener: RegionListener) => () => void;
  hasListeners: () => boolean;
  newest: () => RegionMessage;
  /** Whether the newest markup was rendered a moment ago, so that it can be shown to a new viewer. */
  isFresh: () => boolean;
  /** Shows markup whose rendering began at this time, unless there is newer markup. */
  show: (html: string, at: number) => void;
  close: () => void;
};

/** Markup of this age is shown to new viewers. It is the shortest interval between two changes of a topic. */
const freshMs = 250;

/**
 * Follows the topics of a region. It is rendered again after a change, one rendering at a time and not more often than
 * `everyMs`, and its listeners are called if the markup has changed.
 */
export function createRegionEntry({
  key,
  region,
  input,
  first,
  live,
  system,
  log,
}: {
  key: RegionKey;
  region: Region;
  input: RegionInput;
  /** The markup when the entry is created, and when its rendering began. */
  first: { html: string; at: number };
  live: Pick<Live, 'subscribe'>;
  system: Clock;
  log: Logger;
}): RegionEntry {
  const listeners = new Set<RegionListener>();
  const markup = createMarkup({ key, first, listeners });
  let isRendering = false;
  let isStale = false;
  let cancelWait: (() => void) | null = null;
  let mayRenderAt = system.now() + (region.everyMs ?? 0);

  const render = async (): Promise<void> => {
    isRendering = true;
    const at = system.now();
    mayRenderAt = at + (region.everyMs ?? 0);
    try {
      markup.show(String(await region.render(input)), at);
    } catch (error) {
      // The API decides again whether the next viewer may see the region.
      markup.expire();
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
    newest: markup.newest,
    isFresh: () => markup.renderedAt() > system.now() - freshMs,
    show: markup.show,
    close() {
      cancelWait?.();
      for (const end of ends) end();
    },
  };
}

/** The newest markup of a region. Listeners are called when it changes. */
function createMarkup({
  key,
  first,
  listeners,
}: {
  key: RegionKey;
  first: { html: string; at: number };
  listeners: ReadonlySet<RegionListener>;
}) {
  const messageOf = (html: string): RegionMessage => ({ event: 'region', data: { key, html } });
  let newest = messageOf(first.html);
  let renderedAt = first.at;
  return {
    newest: () => newest,
    renderedAt: () => renderedAt,
    show: (html: string, at: number): void => {
      if (at < renderedAt) return;
      renderedAt = at;
      if (html === newest.data.html) return;
      newest = messageOf(html);
      for (const listener of listeners) listener(newest);
    },
    expire: () => {
      renderedAt = -Infinity;
    },
  };
}
