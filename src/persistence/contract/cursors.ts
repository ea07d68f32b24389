import { RingmasterError } from '../../domain/errors.ts';
import type { Page } from './pages.ts';

/** Reads the `after` of a list: the JSON array that the page before returned as `next`, or null for the first page. */
export function readCursor<Cursor extends readonly (string | number)[]>({
  after,
  form,
}: {
  after: string | undefined;
  /** An example of the cursor. A cursor must have the same length and types. */
  form: Cursor;
}): Cursor | null {
  if (after === undefined) return null;
  const parts = parse(after);
  const fits =
    Array.isArray(parts) &&
    parts.length === form.length &&
    parts.every((part, index) => typeof part === typeof form[index]);
  if (fits) return parts as unknown as Cursor;
  throw new RingmasterError({
    code: 'page.cursor-invalid',
    family: 'invalid',
    message: '`after` is not a `next` of this list.',
    hint: 'Send the `next` of the page before unchanged, or no `after` for the first page.',
  });
}

/**
 * Makes a page of up to `limit` of the items in `found`. `found` has one item more than `limit` if there are more
 * pages.
 */
export function toPage<Item>({
  found,
  limit,
  cursorOf,
}: {
  found: readonly Item[];
  limit: number;
  cursorOf: (item: Item) => readonly (string | number)[];
}): Page<Item> {
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return { items, next: found.length > limit && last !== undefined ? JSON.stringify(cursorOf(last)) : null };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
