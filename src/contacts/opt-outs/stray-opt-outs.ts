import type { RejectedRow } from '../../domain/contact/contact.ts';
import type { OptOutScope } from '../../domain/contact/opt-out.ts';
import type { Columns } from '../columns/columns.ts';
import { columnsOption } from '../columns/column-errors.ts';
import { spacedHeader } from '../headers/header-text.ts';
import { wholeOptOut } from '../headers/opt-out-headers.ts';
import { forbiddingPhrase, optOutPhrase, stopWord } from './opt-out-phrases.ts';

type Refusal = Pick<RejectedRow, 'code' | 'detail'>;
export type StrayOptOut = { scope: OptOutScope } | { unclear: Refusal };

/** No phrase is longer, nor has digits; other cells are passed over quickly. */
const longestPhrase = 40;
/** A status of these words may be about emails, so it is asked about. */
const vague = /subscri|suppress|block|abonn|inscri|abgemeldet|wypisan|descadastrad|退订|配信/iu;
/** Columns about other ways to contact say nothing of calls. */
const otherWays = /\b(?:e ?mail|mail|newsletter|sms|text|fax|whats ?app)\b/u;
const anyLetter = /\p{L}/u;
const mostRemembered = 2_000;

/**
 * Creates the reader of what cells say about opting out in columns that are not about it: `Do not call` as a status, as a
 * name or beside a number is an opt-out; a vague word (`Unsubscribed`), and the words in the middle of a note, cannot be
 * decided here.
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
  const said = createMemory();

  return (cells) => {
    let unclear: Refusal | null = null;
    for (const index of watched) {
      const cell = cells[index] ?? '';
      const answer = numbers.has(index) ? saidBesideNumber(cell) : said(cell);
      if (answer === null) continue;
      if (answer !== 'unclear') return { scope: answer };
      unclear ??= strayWords({ cell, column: header[index] ?? '', isRead: read.includes(index) });
    }
    return unclear && { unclear };
  };
}

/** What cells say, remembered, because most columns repeat themselves. */
function createMemory(): (cell: string) => OptOutScope | 'unclear' | null {
  const known = new Map<string, OptOutScope | 'unclear' | null>();
  return (cell) => {
    if (cell.length < 2 || (cell.length > longestPhrase && !cell.includes(' '))) return null;
    const before = known.get(cell);
    if (before !== undefined) return before;
    const answer = sayingOf(cell);
    if (known.size >= mostRemembered) known.clear();
    known.set(cell, answer);
    return answer;
  };
}

function sayingOf(cell: string): OptOutScope | 'unclear' | null {
  const whole = cell.length > longestPhrase || /[\d@]/.test(cell) ? null : wholeOptOut(cell);
  if (whole !== null) return vague.test(cell) ? 'unclear' : whole;
  // Labels are often written as do_not_call or do-not-call.
  const text = /[-_]/.test(cell) ? cell.replaceAll(/[-_]+/g, ' ') : cell;
  return optOutPhrase.test(text) || stopWord.test(cell) ? 'unclear' : null;
}

/** Words beside a number are about that number: `+1 212 555 0100 do not call`. */
function saidBesideNumber(cell: string): OptOutScope | 'unclear' | null {
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
    ? 'take the words out of the cell, or mark the row in an opt-out column'
    : `answer with ${columnsOption([['opted_out', column]])}, or with ${columnsOption([['ignore', column]])}`;
  return {
    code: 'contact.opt-out-unclear',
    detail: `"${words}" stands in the column "${column.slice(0, 40)}": ${advice}`,
  };
}
