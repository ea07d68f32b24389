const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const opening: ReadonlySet<number> = new Set([0x5b, 0x7b]);
const closing: ReadonlySet<number> = new Set([0x5d, 0x7d]);

/**
 * How deep a JSON text is nested and how many values it has, found without reading it: brackets and commas outside of
 * strings. An empty array or object counts as two values. Of bytes that are no JSON it says something as well.
 */
export function measureJson(bytes: Uint8Array): { depth: number; values: number } {
  let level = 0;
  let depth = 0;
  let values = 1;
  let isString = false;
  for (let index = 0; index < bytes.length; index += 1) {
    const byte = bytes[index] ?? 0;
    if (isString) {
      if (byte === backslash) index += 1;
      else if (byte === quote) isString = false;
    } else if (byte === quote) isString = true;
    else if (byte === comma) values += 1;
    else if (opening.has(byte)) {
      level += 1;
      values += 1;
      depth = Math.max(depth, level);
    } else if (closing.has(byte)) level -= 1;
  }
  return { depth, values };
}
