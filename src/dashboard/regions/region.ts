import { html } from 'hono/html';
import type { Caller } from '../../domain/caller.ts';
import type { Topic } from '../../live/index.ts';
import { shareReads } from '../api/share-reads.ts';
import type { CallApi } from '../contract.ts';
import type { Html } from '../layout/html.ts';

export type RegionInput = {
  api: CallApi;
  viewer: Caller;
  /** What the region is about, such as the id of a campaign; empty for regions about everything. */
  about: string;
};

/**
 * A part of a page that changes while it is looked at. The page and the stream show it with the same function. It is
 * rendered once for all viewers with the same role and client, so it must not depend on anything else of the viewer.
 */
export type Region = {
  name: string;
  /** The shortest interval between two renderings in milliseconds, for regions that need not follow every change. */
  everyMs?: number;
  /** The topics whose changes it shows. */
  topics: (input: { about: string; client: string | null }) => readonly Topic[];
  /** Throws the error of the API if the viewer may not see it, or if it does not exist. */
  render: (input: RegionInput) => Promise<Html>;
};

/** The name of a region in a page and in a stream, such as `campaign-figures:cmp_01…`. */
export type RegionKey = string;

export function regionKey({ name }: Pick<Region, 'name'>, about: string): RegionKey {
  return about === '' ? name : `${name}:${about}`;
}

/** Splits a key. The part after the first colon is what the region is about. */
export function splitKey(key: RegionKey): { name: string; about: string } {
  const at = key.indexOf(':');
  return at < 0 ? { name: key, about: '' } : { name: key.slice(0, at), about: key.slice(at + 1) };
}

/** Renders a region in its element, which the stream replaces the content of. */
export async function placeRegion(region: Region, input: RegionInput): Promise<Html> {
  const key = regionKey(region, input.about);
  return html`<div id="region-${key.replaceAll(/[^\w-]/g, '-')}" data-region="${key}">
    ${await region.render(input)}
  </div>`;
}

/** Renders the regions of one page, each in its element. What several of them read is read once. */
export function placeRegions(regions: readonly Region[], input: RegionInput): Promise<Html[]> {
  const shared = { ...input, api: shareReads(input.api) };
  return Promise.all(regions.map((region) => placeRegion(region, shared)));
}
