/**
 * A sorted stream. Returns the next items after `last` (null: from the start), about `count` of them; none at the end.
 */
export type Source<Item> = (last: Item | null, count: number) => readonly Item[];

/**
 * Returns the first `limit` items of several sorted streams, in order. Each stream is read in small portions, so many
 * streams cost little more than one.
 */
export function mergeSources<Item>({
  sources,
  compare,
  limit,
}: {
  sources: readonly Source<Item>[];
  compare: (left: Item, right: Item) => number;
  limit: number;
}): Item[] {
  if (limit <= 0) return [];
  const [only] = sources;
  if (sources.length === 1 && only) return [...only(null, limit)];

  const portion = Math.min(limit, Math.ceil(limit / Math.max(1, sources.length)) + 4);
  const streams = sources
    .map((source) => ({ source, items: source(null, portion), at: 0 }))
    .filter(({ items }) => items.length > 0);
  const merged: Item[] = [];

  while (merged.length < limit && streams.length > 0) {
    let best = 0;
    for (let index = 1; index < streams.length; index++) {
      if (compare(headOf(streams[index]), headOf(streams[best])) < 0) best = index;
    }
    const stream = streams[best];
    if (!stream) break;
    const item = headOf(stream);
    merged.push(item);
    stream.at += 1;
    if (stream.at < stream.items.length) continue;
    stream.items = stream.items.length < portion ? [] : stream.source(item, portion);
    stream.at = 0;
    if (stream.items.length === 0) streams.splice(best, 1);
  }
  return merged;
}

function headOf<Item>(stream: { items: readonly Item[]; at: number } | undefined): Item {
  return stream?.items[stream.at] as Item;
}
