import { hash } from 'node:crypto';

/**
 * Returns the hash of a chunk. It links the chunk to the one before (`previous`; the first chunk uses the id of the
 * campaign) and is made of the hashes of single events, so that an event can be proved without the others of its chunk:
 * see `linkHash`.
 */
export function chunkHash({ previous, body }: { previous: string; body: string }): string {
  return textsHash({ previous, texts: eventTexts(body) ?? [body] });
}

/** Returns the hash of a chunk of these texts of events. */
export function textsHash({ previous, texts }: { previous: string; texts: readonly string[] }): string {
  return linkHash({ previous, count: texts.length, root: rootHash(texts.map(textHash)) });
}

function eventTexts(body: string): string[] | null {
  try {
    const parts: unknown = JSON.parse(body);
    return Array.isArray(parts) ? textsOf(body, parts) : null;
  } catch {
    return null;
  }
}

/**
 * Returns the texts of the parts of a body; null if it is not exactly what `bodyOf` writes: it was damaged, or changed by
 * hand.
 */
export function textsOf(body: string, parts: readonly unknown[]): string[] | null {
  const texts = parts.map((part) => JSON.stringify(part));
  return bodyOf(texts) === body ? texts : null;
}

/** Returns the body of a chunk of these texts. */
export function bodyOf(texts: readonly string[]): string {
  return `[${texts.join(',')}]`;
}

/** Returns the SHA-256 of a text as hexadecimal text. */
export function textHash(text: string): string {
  return hash('sha256', text);
}

/** Returns the hash that stands for all events of a chunk: of their hashes, joined by line feeds. */
export function rootHash(hashes: readonly string[]): string {
  return textHash(hashes.join('\n'));
}

/** Returns the hash of a chunk from the hash before, the number of its events and its root. */
export function linkHash({
  previous,
  count,
  root,
}: {
  previous: string;
  count: number;
  root: string;
}): string {
  return textHash(`${previous}\n${count}\n${root}`);
}

/** Whether a hash is one of a version that hashed the body of a chunk as a whole. */
export function isFormerHash({
  previous,
  body,
  hash: found,
}: {
  previous: string;
  body: string;
  hash: string;
}): boolean {
  return found === textHash(`${previous}\n${body}`);
}
