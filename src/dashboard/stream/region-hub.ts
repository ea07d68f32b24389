import type { Logger } from 'pino';
import type { Live } from '../../live/index.ts';
import type { Clock } from '../../platform/clock.ts';
import { splitKey } from '../regions/region.ts';
import type { Region, RegionInput, RegionKey } from '../regions/region.ts';
import { createRegionEntry } from './region-entry.ts';
import type { RegionEntry, RegionListener } from './region-entry.ts';

type Subscription = Pick<RegionInput, 'api' | 'viewer'> & { key: RegionKey; listener: RegionListener };

/** The newest markup of each region that is looked at. */
export type RegionHub = {
  /**
   * Calls `listener` with the message of the region, and again after every change. Returns a function that ends the
   * subscription. Rejects with the error of the API if the viewer may not see the region; null if there is none with
   * this key.
   */
  subscribe: (input: Subscription) => Promise<(() => void) | null>;
};

/**
 * Creates the hub. After a change a region is rendered once for all viewers with the same role and client. A new viewer is
 * shown markup that was rendered a moment ago for a viewer with the same rights.
 */
export function createRegionHub({
  regions,
  system,
  ...tools
}: {
  regions: readonly Region[];
  live: Pick<Live, 'subscribe'>;
  system: Clock;
  log: Logger;
}): RegionHub {
  const byName = new Map(regions.map((region) => [region.name, region]));
  const entries = new Map<string, RegionEntry>();

  return {
    async subscribe({ key, api, viewer, listener }) {
      const { name, about } = splitKey(key);
      const region = byName.get(name);
      if (!region) return null;
      const input = { api, viewer, about };
      const shared = `${key} ${viewer.role} ${viewer.client ?? '*'}`;
      let entry = entries.get(shared);
      if (!entry?.isFresh()) {
        // The API decides whether this viewer may see it.
        const at = system.now();
        const html = String(await region.render(input));
        entry = entries.get(shared);
        entry?.show(html, at);
        entry ??= createRegionEntry({ key, region, input, first: { html, at }, system, ...tools });
        entries.set(shared, entry);
      }
      const followed = entry;
      const remove = followed.add(listener);
      listener(followed.newest());
      return () => {
        remove();
        if (followed.hasListeners()) return;
        followed.close();
        if (entries.get(shared) === followed) entries.delete(shared);
      };
    },
  };
}
