import { createHash } from 'node:crypto';
import { RingmasterError } from '../domain/errors.ts';
import { bundleLines, bundleVersion, lineKinds } from './lines.ts';
import type { BundleLine, LineKind } from './lines.ts';

/** The maximum length of a line, in characters. */
const longestLine = 8_000_000;

/**
 * Yields the lines of a bundle, without the last, each checked for its form and place. Throws `bundle.unreadable` if the text
 * is no bundle, `bundle.damaged` if it is not as it was written. Lines that were yielded before may be of a damaged file.
 */
export async function* readBundle(text: AsyncIterable<string>): AsyncGenerator<BundleLine, void, undefined> {
  const hash = createHash('sha256');
  let number = 0;
  let last = -1;
  let isComplete = false;
  for await (const line of linesOf(text)) {
    number += 1;
    if (isComplete) throw damaged(`line ${number} follows the last line`);
    const value = readLine({ line, number });
    const place = lineKinds.indexOf(value.kind);
    const mayRepeat = value.kind !== 'bundle' && value.kind !== 'end';
    if (place < last || (place === last && !mayRepeat)) throw damaged(`line ${number} is not in its place`);
    last = place;
    if (value.kind === 'end') {
      isComplete = true;
      if (value.lines !== number - 1 || value.hash !== hash.digest('hex'))
        throw damaged('it does not match the hash in its last line');
    } else {
      hash.update(`${line}\n`);
      yield value;
    }
  }
  if (number === 0) throw unreadable('it is empty');
  if (!isComplete) throw damaged('the last line is missing');
}

async function* linesOf(text: AsyncIterable<string>): AsyncGenerator<string, void, undefined> {
  let rest = '';
  for await (const part of text) {
    const lines = (rest + part).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
    if (rest.length > longestLine) throw unreadable('it has a line that is too long');
  }
  if (rest !== '') yield rest;
}

function readLine({ line, number }: { line: string; number: number }): BundleLine {
  const value = parsed(line);
  const kind = kindOf(value);
  if (number === 1 && kind !== 'bundle') throw unreadable('it does not begin as a bundle');
  if (kind === null) throw damaged(`line ${number} is of no known kind`);
  if (kind === 'bundle') checkVersion(value);
  const read = bundleLines[kind].safeParse(value);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw damaged(`line ${number} is not valid: ${issue?.path.join('.')}: ${issue?.message}`);
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

function kindOf(value: unknown): LineKind | null {
  const kind = typeof value === 'object' && value !== null && 'kind' in value ? value.kind : null;
  return lineKinds.find((name) => name === kind) ?? null;
}

function checkVersion(value: unknown): void {
  const version = (value as { version?: unknown }).version;
  if (typeof version === 'number' && version > bundleVersion)
    throw unreadable(`it has the format ${version} of a newer version, and this one reads ${bundleVersion}`);
}

/** The error of a file that is no bundle that this version can read. */
export function unreadable(why: string): RingmasterError {
  return new RingmasterError({
    code: 'bundle.unreadable',
    family: 'invalid',
    message: `The file is not a bundle that can be opened: ${why}.`,
    hint: 'Use a file that ringmaster bundle has written.',
  });
}

/** The error of a bundle that is not as it was written. */
export function damaged(why: string): RingmasterError {
  return new RingmasterError({
    code: 'bundle.damaged',
    family: 'invalid',
    message: `The bundle is damaged: ${why}.`,
    hint: 'Copy it again, or make it again with ringmaster bundle.',
  });
}
