import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { RingmasterError } from '../../src/domain/errors.ts';
import { compareEvidence, verifyEvidence } from '../../src/evidence/index.ts';
import type { EvidenceLine } from '../../src/evidence/index.ts';
import { textHash } from '../../src/persistence/contract/campaigns/log-hashes.ts';
import { phoneOf } from '../support/builders/contacts.ts';
import { forge, isKind } from './support/forge.ts';
import { playCampaign } from './support/play-campaign.ts';

describe('a file of evidence', () => {
  let text = '';
  let other = '';
  let campaign = '';

  beforeAll(async () => {
    const played = await playCampaign({ owner: 'caller' });
    ({ campaign } = played);
    text = await played.evidenceOf(phoneOf(1));
    other = await played.evidenceOf(phoneOf(2));
    await played.service.stop();
  });

  /** The sentence of the first fault; the message if the file is refused; null if it is accepted. */
  const faultOf = (changed: string): string | null => {
    try {
      return verifyEvidence(changed).verification.faults[0]?.detail ?? null;
    } catch (error) {
      if (error instanceof RingmasterError) return error.message;
      throw error;
    }
  };
  const forged = (change: (lines: EvidenceLine[]) => readonly EvidenceLine[]) => faultOf(forge(text, change));
  const withEvent = (lines: EvidenceLine[], index: number, change: (stored: unknown[]) => unknown[]) => {
    const event = lines.filter(isKind('event'))[index];
    return lines.map((line) => (line === event ? { ...event, stored: change(event.stored) } : line));
  };

  test('is accepted as it was made', () => {
    expect(faultOf(text)).toBeNull();
    expect(faultOf(forge(text, (lines) => lines))).toBeNull();
  });

  test('is found to be changed by any byte that is replaced, added or removed', () => {
    const bytes = Buffer.from(text);
    const at = fc.nat({ max: bytes.length - 1 });
    const replaced = fc
      .tuple(at, fc.integer({ min: 1, max: 255 }))
      .map(([index, by]) => bytes.with(index, (bytes[index] ?? 0) ^ by));
    const removed = at.map((index) => Buffer.concat([bytes.subarray(0, index), bytes.subarray(index + 1)]));
    const added = fc
      .tuple(fc.nat({ max: bytes.length }), fc.integer({ min: 0, max: 255 }))
      .map(([index, byte]) =>
        Buffer.concat([bytes.subarray(0, index), Buffer.of(byte), bytes.subarray(index)]),
      );
    fc.assert(
      fc.property(fc.oneof(replaced, removed, added), (changed) => {
        expect(faultOf(Buffer.from(changed).toString('utf8'))).not.toBeNull();
      }),
      { numRuns: 250 },
    );
  });

  test('is found to be changed by any line that is removed, doubled, swapped or moved, and by a cut anywhere', () => {
    const lines = text.trimEnd().split('\n');
    const joined = (parts: readonly string[]): string => `${parts.join('\n')}\n`;
    for (const [index, line] of lines.entries()) {
      const rest = lines.toSpliced(index, 1);
      expect(faultOf(joined(rest))).not.toBeNull();
      expect(faultOf(joined(lines.toSpliced(index, 0, line)))).not.toBeNull();
      expect(faultOf(joined(lines.slice(0, index)))).not.toBeNull();
      for (let to = 0; to < rest.length; to += 1)
        if (to !== index) expect(faultOf(joined(rest.toSpliced(to, 0, line)))).not.toBeNull();
    }
  });

  test('is found to be forged if any value of any event is changed, although the last line matches', () => {
    const events = verifyEvidence(text).events;
    for (const [index, { stored }] of events.entries())
      for (const field of stored.keys()) {
        const fault = forged((lines) => withEvent(lines, index, (values) => values.with(field, 'forged')));
        expect(fault).not.toBeNull();
      }
  });

  test('is found to be forged if events are removed, added, doubled or swapped, although the last line matches', () => {
    const indexOf = (lines: readonly EvidenceLine[], number: number): number =>
      lines.indexOf(lines.filter(isKind('event'))[number] as EvidenceLine);
    const count = verifyEvidence(text).events.length;
    for (let number = 0; number < count; number += 1) {
      expect(forged((lines) => lines.toSpliced(indexOf(lines, number), 1))).toContain('missing');
      expect(
        forged((lines) => {
          const index = indexOf(lines, number);
          return lines.toSpliced(index, 0, lines[index] as EvidenceLine);
        }),
      ).toMatch(/not in its place|not in the log/);
    }
    const ofCampaign = verifyEvidence(text).events.filter(({ log }) => log === campaign).length;
    for (let number = 1; number < ofCampaign; number += 1)
      expect(
        forged((lines) => {
          const [a, b] = [indexOf(lines, number - 1), indexOf(lines, number)];
          return lines.with(a, lines[b] as EvidenceLine).with(b, lines[a] as EvidenceLine);
        }),
      ).toMatch(/not in its place|not in the log/);
  });

  test('is found to be forged if its proof is changed, although the last line matches', () => {
    const changes: ((chain: Extract<EvidenceLine, { kind: 'chain' }>) => object)[] = [
      ({ head }) => ({ head: textHash(head) }),
      ({ events }) => ({ events: events + 1 }),
      ({ chunks }) => ({ chunks: chunks.slice(1) }),
      ({ chunks }) => ({ chunks: chunks.slice(0, -1) }),
      ({ chunks }) => ({ chunks: chunks.toReversed() }),
      () => ({ begins: { why: 'start', after: 0, hash: 'cmp_other' } }),
      () => ({ begins: { why: 'removed', after: 5, hash: textHash('') } }),
      () => ({ begins: { why: 'earlier-version', after: 0, hash: 'cmp_other' } }),
    ];
    for (const change of changes)
      expect(
        forged((lines) =>
          lines.map((line) =>
            line.kind === 'chain' && line.log === campaign ? { ...line, ...change(line) } : line,
          ),
        ),
      ).not.toBeNull();
    expect(forged((lines) => lines.filter((line) => line.kind !== 'chain'))).toContain('no proof');
    expect(forged((lines) => [...lines, ...lines.filter(isKind('chain'))])).toContain('second proof');
  });

  test('is found to be forged if a record of an attempt does not agree with the log, or is missing', () => {
    const change = (changes: object) => (lines: EvidenceLine[]) =>
      lines.map((line) => (line.kind === 'attempt' ? { ...line, ...changes } : line));
    expect(forged(change({ disposition: 'no-answer' }))).toContain('does not agree');
    expect(forged(change({ outcome: 'confirmed' }))).toContain('does not agree');
    expect(forged(change({ state: 'placed' }))).toContain('does not agree');
    expect(forged((lines) => lines.filter((line) => line.kind !== 'attempt'))).toContain('is missing');
  });

  test('of another person is found by the contact of its events', () => {
    const theirs = other.split('\n').map((line) => (line === '' ? null : (JSON.parse(line) as EvidenceLine)));
    const stranger = theirs.find((line) => line?.kind === 'contact') as EvidenceLine;
    expect(forged((lines) => lines.map((line) => (line.kind === 'contact' ? stranger : line)))).toContain(
      'the file is not about',
    );
  });

  test('that leaves out events as those of others is accepted alone, and found by a comparison with the service', () => {
    const now = verifyEvidence(text);
    const last = now.events.findLast(({ log }) => log === campaign);
    const chain = (line: Extract<EvidenceLine, { kind: 'chain' }>) => {
      let seq = line.begins.after;
      const chunks = line.chunks.map((chunk) => {
        const first = seq + 1;
        seq += chunk === null ? 1 : chunk.length === 2 ? chunk[0] : chunk[0].length;
        if (chunk === null || chunk.length === 2 || !last || last.seq < first || last.seq > seq) return chunk;
        return [chunk[0].with(last.seq - first, textHash(JSON.stringify(last.stored)))];
      });
      return { ...line, chunks } as EvidenceLine;
    };
    const without = forge(text, (lines) =>
      lines
        .filter((line) => !(line.kind === 'event' && line.log === campaign && line.seq === last?.seq))
        .map((line) => (line.kind === 'chain' && line.log === campaign ? chain(line) : line)),
    );
    // The last event of the contact is the end of its attempt, whose record shows that it is missing.
    expect(faultOf(without)).toContain('does not agree');
    const file = verifyEvidence(without);
    expect(compareEvidence({ file, now }).map(({ detail }) => detail)).toContain(
      `the file leaves out event ${last?.seq} of the log of ${campaign}`,
    );
    expect(compareEvidence({ file: now, now })).toEqual([]);
  });

  test.each([
    ['an empty file', ''],
    ['other text', 'hello\n'],
    ['other JSON', '{"kind":"ringmaster"}\n'],
    ['bytes of zero', '\0\0\0\n'],
    ['a newer version', '{"kind":"evidence","version":2}\n'],
  ])('is refused with help if it is %s', (_, wrong) => {
    expect(() => verifyEvidence(wrong)).toThrow(expect.objectContaining({ code: 'evidence.unreadable' }));
  });
});
