import { expect, test } from 'vitest';
import { createRedactor } from '../../../src/persistence/common/redaction.ts';
import { relinked } from '../../../src/persistence/common/relinked.ts';
import { chunkHash, textHash } from '../../../src/persistence/contract/campaigns/log-hashes.ts';

const bodies = ['[["a"]]', '[["Anna Berg"]]', '[["c"]]'];

test('chunks before the first change keep their hashes, also those of an earlier version; later ones get new ones', () => {
  let previous = 'cmp_1';
  const chunks = bodies.map((body, at) => {
    previous = textHash(`${previous}\n${body}`);
    return { at, chunk: { body, hash: previous } };
  });
  const redactor = createRedactor(['Anna Berg']);
  const changed = [...relinked({ chunks, before: 'cmp_1', redactor })];
  const second = chunkHash({ previous: chunks[0]?.chunk.hash ?? '', body: '[["[erased]"]]' });
  expect(changed).toEqual([
    { at: 1, chunk: { body: '[["[erased]"]]', hash: second } },
    { at: 2, chunk: { body: '[["c"]]', hash: chunkHash({ previous: second, body: '[["c"]]' }) } },
  ]);
  expect([...relinked({ chunks, before: 'cmp_1', redactor: createRedactor(['Bob Stone']) })]).toEqual([]);
});
