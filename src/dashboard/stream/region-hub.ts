import type { Logger } from 'pino';
import type { Live } from '../../live/index.ts';
import { splitKey } from '../regions/region.ts';
import type { Region, RegionInput, RegionKey } from '../regions/region.ts';

type Listener = (html: string) => void;
type Subscription = Pick<RegionInput, 'api' | 'viewer'> & { key: RegionKey; listener: Listener };

/** The newest markup of each region that is looked at. */
export type RegionHub = {
  /**
   * Calls `listener` with the markup of the region, and again after every change. Returns a function that ends the
   * subscription. Rejects with the error of the API if the viewer may not see the region; null if there is none with
   * this key.
   */
  subscribe: (input: Subscription) => Promise<(() => void) | null>;
};

type Entry = {
  html: string | null;
  listeners: Set<Listener>;
  render: () => void;
  close: () => void;
};

/**
 * Creates the hub. A region is rendered once for all viewers with the same role and client, and sent only if its markup
 * has changed.
 */
export function createRegionHub({
  regions,
  live,
  log,
}: {
  regions: readonly Region[];
  live: Pick<Live, 'subscribe'>;
  log: Logger;
}): RegionHub {
  const byName = new Map(regions.map((region) => [region.name, region]));
  const entries = new Map<string, Entry>();

  const open = ({ region, input, first }: { region: Region; input: RegionInput; first: string }): Entry => {
    const entry: Entry = {
      html: first,
      listeners: new Set(),
      render: () => undefined,
      close: () => undefined,
    };
    let isRendering = false;
    let isStale = false;
    const renderAgain = async (): Promise<void> => {
      isRendering = true;
      try {
        const html = String(await region.render(input));
        if (html !== entry.html) {
          entry.html = html;
          for (const listener of entry.listeners) listener(html);
        }
      } catch (error) {
        log.warn({ err: error, region: region.name }, 'a region of a page could not be refreshed');
      }
      isRendering = false;
      if (isStale) entry.render();
    };
    entry.render = () => {
      isStale = isRendering;
      if (!isRendering && entry.listeners.size > 0) void renderAgain();
    };
    const topics = region.topics({ about: input.about, client: input.viewer.client });
    const ends = topics.map((topic) => live.subscribe({ topic, listener: () => entry.render() }));
    entry.close = () => ends.forEach((end) => end());
    return entry;
  };

  return {
    async subscribe({ key, api, viewer, listener }) {
      const { name, about } = splitKey(key);
      const region = byName.get(name);
      if (!region) return null;
      const input = { api, viewer, about };
      // Rendered for each new viewer, because the API decides whether this one may see it.
      const first = String(await region.render(input));
      const shared = `${key} ${viewer.role} ${viewer.client ?? '*'}`;
      const entry = entries.get(shared) ?? open({ region, input, first });
      entries.set(shared, entry);
      entry.listeners.add(listener);
      listener(first);
      return () => {
        entry.listeners.delete(listener);
        if (entry.listeners.size > 0) return;
        entry.close();
        if (entries.get(shared) === entry) entries.delete(shared);
      };
    },
  };
}
