import type { AttemptState } from '../../../domain/attempt/attempt.ts';
import type { Disposition } from '../../../domain/attempt/disposition.ts';
import { waitReasons, type EnrollmentState, type WaitReason } from '../../../domain/contact/enrollment.ts';

/** Words stored as small integers. */
export type Code<Word extends string> = {
  words: readonly Word[];
  encode: (word: Word) => number;
  decode: (code: number) => Word;
};

/**
 * Creates a table of codes. The numbers on disk follow from the order: words are added at the end and never moved.
 * Null stands for a number that no row has.
 */
export function createCode<Word extends string>({ words }: { words: readonly (Word | null)[] }): Code<Word> {
  const numbers = new Map(words.map((word, index) => [word, index] as const));
  return {
    words: words.filter((word) => word !== null),
    encode(word) {
      const code = numbers.get(word);
      if (code === undefined) throw new TypeError(`no stored number for ${word}`);
      return code;
    },
    decode(code) {
      const word = words[code];
      if (word === undefined || word === null) throw new TypeError(`no word for the stored number ${code}`);
      return word;
    },
  };
}

/** Some words are stored as small integers, and all other words as text. */
export type OpenCode<Word extends string> = {
  encode: (word: Word) => number | Word;
  decode: (stored: number | Word) => Word;
};

/**
 * Creates such a table of codes. The numbers on disk follow from the order: words are added at the end and never
 * moved.
 */
export function createOpenCode<Word extends string>({ words }: { words: readonly Word[] }): OpenCode<Word> {
  const numbers = new Map(words.map((word, index) => [word, index] as const));
  const { decode } = createCode({ words });
  return {
    encode: (word) => numbers.get(word) ?? word,
    decode: (stored) => (typeof stored === 'number' ? decode(stored) : stored),
  };
}

/** States of due contacts come first, and the most common ends come before the rest, for the partial indexes. */
export const enrollmentStateCode: Code<EnrollmentState> = createCode({
  words: [
    'pending',
    'waiting',
    'in-flight',
    'completed',
    'paused',
    'review',
    'responded',
    'exhausted',
    'invalid',
    'bounced',
    'opted-out',
    'suppressed',
    'expired',
    'cancelled',
    'dead-lettered',
    'observing',
    'imported',
  ],
});
/** Open states come before the rest, for the partial index. */
export const attemptStateCode: Code<AttemptState> = createCode({
  words: ['minted', 'preparing', 'placed', 'sending', null, 'unknown', 'settling', 'ended', 'not-placed'],
});
/** The dispositions of calls and of all channels. Others, which channels declare, are stored as text. */
export const dispositionCode: OpenCode<Disposition> = createOpenCode({
  words: [
    'answered',
    'machine',
    'busy',
    'no-answer',
    'rejected',
    'invalid',
    'failed',
    'unconfirmed',
    'cancelled',
  ],
});
export const waitReasonCode: Code<WaitReason> = createCode({ words: waitReasons });

/** States from this number on have their own index. */
export const uncommonFrom = 4;

/** The conditions of the partial indexes. SQLite uses the index only if a query repeats the condition exactly. */
export const conditions = {
  due: 'state < 2',
  uncommon: `state > ${uncommonFrom - 1}`,
  overdue: 'deadline_at IS NOT NULL AND state IN (0, 1, 2, 4, 5, 15)',
  openAttempt: 'state < 7',
} as const;
