import { createReadStream, statSync } from 'node:fs';
import { Transform } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { readBundle, unreadable } from '../../bundle/index.ts';
import type { BundleLine } from '../../bundle/index.ts';
import { RingmasterError } from '../../domain/errors.ts';
import { systemCode } from '../errors.ts';
import { unreadable as unreadableFile } from '../folder/file-errors.ts';

const megabyte = 1024 * 1024;

/** The maximum size of a bundle that is opened: of the file, and of its content. */
const largest = { file: 64 * megabyte, content: 512 * megabyte };

/** Yields the lines of a bundle. Throws `cli.usage`, `bundle.too-large`, and the errors of `readBundle`. */
export async function* readBundleFile({
  at,
  path,
}: {
  /** The absolute path, and the path as it was written. */
  at: string;
  path: string;
}): AsyncGenerator<BundleLine, void, undefined> {
  try {
    const found = statSync(at);
    if (found.isFile() && found.size > largest.file) throw tooLarge('The file');
    yield* readBundle(textOf(at));
  } catch (error) {
    throw translated(path, error);
  }
}

async function* textOf(at: string): AsyncGenerator<string, void, undefined> {
  let bytes = 0;
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const count = new Transform({
    transform(part: Buffer, _encoding, done) {
      bytes += part.length;
      done(bytes > largest.content ? tooLarge('The content of the file') : null, part);
    },
  });
  const file = createReadStream(at);
  const packed = createGunzip();
  file.on('error', (error) => packed.destroy(error));
  packed.on('error', (error) => count.destroy(error));
  try {
    for await (const part of file.pipe(packed).pipe(count))
      yield decoder.decode(part as Buffer, { stream: true });
    yield decoder.decode();
  } finally {
    file.destroy();
  }
}

function translated(path: string, error: unknown): unknown {
  const code = systemCode(error);
  if (code === 'Z_DATA_ERROR' || code === 'Z_BUF_ERROR')
    return unreadable('it is not packed as a bundle is, or was cut or changed');
  if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA') return unreadable('its content is no text');
  return unreadableFile(path, error);
}

function tooLarge(what: string): RingmasterError {
  return new RingmasterError({
    code: 'bundle.too-large',
    family: 'invalid',
    message: `${what} is larger than a bundle that can be opened: ${largest.file / megabyte} MB, and ${largest.content / megabyte} MB unpacked.`,
    hint: 'Look at this campaign where it is: the pages of its service show it at any size.',
  });
}
