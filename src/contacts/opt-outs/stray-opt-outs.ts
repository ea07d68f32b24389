import type { RejectedRow } from '../../domain/contact/contact.ts';
import type { OptOutScope } from '../../domain/contact/opt-out.ts';
import type { Columns } from '../columns/columns.ts';
import { columnsOption } from '../columns/column-errors.ts';
import { spacedHeader } from '../headers/header-text.ts';
import { wholeOptOut } from '../headers/opt-out-headers.ts';
import { forbiddingPhrase, optOutPhrase, stopWord } from './opt-out-phrases.ts';

type Refusal = Pick<RejectedRow, 'code' | 'detail'>;
export type StrayOptOut = { scope: OptOutScope } | { unclear: Refusal };

/** The maximum length of a phrase. Longer cells, and cells with digits, take a faster path. */
const longestPhrase = 40;
/** A status with these words may be about emails only, so the operator is asked. */
const vague = /subscri|suppress|block|abonn|inscri|abgemeldet|wypisan|descadastrad|退订|配信/iu;
/** Columns about other channels say nothing about calls. */
const otherWays = /\b(?:e ?mail|mail|newsletter|sms|text|fax|whats ?app)\b/u;
const anyLetter = /\p{L}/u;
const maxCached = 2_000;

/**
 * Creates the reader of opt-outs in columns that are not about opting out. `Do not call` as a status, as a name or
 * beside a number is an opt-out. A vague word (`Unsubscribed`) and words inside a note are unclear.
 */
export function createStrayOptOuts({
  columns,
}: {
  columns: Columns;
}): (cells: readonly string[]) => StrayOptOut | null {
  const { header, roles, phones, emails, optOuts, consents, ignored } = columns;
  const { first_name, last_name, name, phone: _, ...others } = roles;
  const numbers = new Set([...phones, ...columns.otherPhones].map(({ index }) => index));
  const read = [first_name, last_name, name, ...numbers];
  const passed = new Set([...Object.values(others), ...emails, ...consents, ...ignored]);
  for (const { index } of optOuts) passed.add(index);
  const watched = [...header.keys()].filter(
    (index) =>
      read.includes(index) || !(passed.has(index) || otherWays.test(spacedHeader(header[index] ?? ''))),
  );
  const cachedMeaning = createCache();

  return (cells) => {
    let unclear: Refusal | null = null;
    for (const index of watched) {
      const cell = cells[index] ?? '';
      const answer = numbers.has(index) ? meaningBesideNumber(cell) : cachedMeaning(cell);
      if (answer === null) continue;
      if (answer !== 'unclear') return { scope: answer };
      unclear ??= strayWords({ cell, column: header[index] ?? '', isRead: read.includes(index) });
    }
    return unclear && { unclear };
  };
}

/** Caches the meaning of cells, because most columns repeat a few values. */
function createCache(): (cell: string) => OptOutScope | 'unclear' | null {
  const known = new Map<string, OptOutScope | 'unclear' | null>();
  return (cell) => {
    if (cell.length < 2 || (cell.length > longestPhrase && !cell.includes(' '))) return null;
    const before = known.get(cell);
    if (before !== undefined) return before;
    const answer = meaningOf(cell);
    if (known.size >= maxCached) known.clear();
    known.set(cell, answer);
    return answer;
  };
}

function meaningOf(cell: string): OptOutScope | 'unclear' | null {
  const whole = cell.length > longestPhrase || /[\d@]/.test(cell) ? null : wholeOptOut(cell);
  if (whole !== null) return vague.test(cell) ? 'unclear' : whole;
  // Labels are often written as do_not_call or do-not-call.
  const text = /[-_]/.test(cell) ? cell.replaceAll(/[-_]+/g, ' ') : cell;
  return optOutPhrase.test(text) || stopWord.test(cell) ? 'unclear' : null;
}

/** Returns what the words beside a number say about that number: `+1 212 555 0100 do not call`. */
function meaningBesideNumber(cell: string): OptOutScope | 'unclear' | null {
  if (!anyLetter.test(cell)) return null;
  const words = cell.replaceAll(/[^\p{L}\s'’-]+/gu, ' ').trim();
  const whole = words.length > longestPhrase ? null : wholeOptOut(words);
  if (whole !== null) return whole;
  if (forbiddingPhrase.test(cell)) return 'phone';
  return optOutPhrase.test(cell) || stopWord.test(words) ? 'unclear' : null;
}

function strayWords({ cell, column, isRead }: { cell: string; column: string; isRead: boolean }): Refusal {
  const words = (optOutPhrase.exec(cell)?.[0] ?? cell).trim();
  const advice = isRead
    ? 'remove the words from the cell, or mark the row in an opt-out column'
    : `answer with ${columnsOption([['opted_out', column]])}, or with ${columnsOption([['ignore', column]])}`;
  return {
    code: 'contact.opt-out-unclear',
    detail: `the column "${column.slice(0, 40)}" contains "${words}": ${advice}`,
  };
}
