import { isAlias, isMap, isNode, isPair, isScalar, isSeq } from 'yaml';
import type { Document, Node } from 'yaml';
import type { IssuePath } from './explain/issue-path.ts';

type Found = { key: Node | null; value: Node | null };

/**
 * Returns the offset of the key or value at `path` in the text; for a missing one, the offset of the nearest existing
 * parent.
 */
export function offsetOf({
  document,
  path,
  at,
}: {
  document: Document;
  path: IssuePath;
  at: 'key' | 'value';
}): number {
  for (let length = path.length; length >= 0; length -= 1) {
    const found = find({ document, path: path.slice(0, length) });
    const node = at === 'key' ? (found?.key ?? found?.value) : (found?.value ?? found?.key);
    if (node?.range) return node.range[0];
  }
  return 0;
}

/** Returns the text of the value at `path`; null if there is none. */
export function writtenAt({
  document,
  text,
  path,
}: {
  document: Document;
  text: string;
  path: IssuePath;
}): string | null {
  const range = find({ document, path })?.value?.range;
  return range ? text.slice(range[0], range[1]) : null;
}

function find({ document, path }: { document: Document; path: IssuePath }): Found | null {
  let found: Found = { key: null, value: document.contents };
  for (const part of path) {
    const next = childOf({ document, parent: found.value, part });
    if (!next) return null;
    found = next;
  }
  return found;
}

function childOf({
  document,
  parent,
  part,
}: {
  document: Document;
  parent: Node | null;
  part: string | number;
}): Found | null {
  const node = isAlias(parent) ? parent.resolve(document) : parent;
  if (isSeq(node)) {
    const item = node.items[Number(part)];
    return isNode(item) ? { key: null, value: item } : null;
  }
  if (!isMap(node)) return null;
  // If a key is used twice, the last one counts, as it does for the parsed value.
  const pair = node.items.findLast(
    (item) => isPair(item) && isScalar(item.key) && String(item.key.value) === String(part),
  );
  if (!pair || !isNode(pair.key)) return null;
  return { key: pair.key, value: isNode(pair.value) ? pair.value : null };
}
