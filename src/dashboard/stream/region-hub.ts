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
   * Calls `listener` with the markup of the region, and again after every change. Returns a function that ends the
   * subscription. Rejects with the error of the API if the viewer may not see the region; null if there is none with
   * this key.
   */
  subscribe: (input: Subscription) => Promise<(() => void) | null>;
};

/** Creates the hub. After a change a region is rendered once for all viewers with the same role and client. */
export function createRegionHub({
  regions,
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
      // Rendered for each new viewer, because the API decides whether this one may see it.
      const first = String(await region.render(input));
      const shared = `${key} ${viewer.role} ${viewer.client ?? '*'}`;
      const entry = entries.get(shared) ?? createRegionEntry({ region, input, first, ...tools });
      entries.set(shared, entry);
      const remove = entry.add(listener);
      listener(first);
      return () => {
        remove();
        if (entry.hasListeners()) return;
        entry.close();
        if (entries.get(shared) === entry) entries.delete(shared);
      };
    },
  };
}
