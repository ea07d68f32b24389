import type { RejectedRow } from '../domain/contact.ts';
import type { OptOutScope } from '../domain/opt-out.ts';
import type { Columns } from './columns.ts';
import { columnsOption } from './column-errors.ts';
import { spacedHeader } from './headers/header-text.ts';
import { wholeOptOut } from './headers/opt-out-headers.ts';

type Refusal = Pick<RejectedRow, 'code' | 'detail'>;
export type StrayOptOut = { scope: OptOutScope } | { unclear: Refusal };

/** No phrase is longer, nor has digits; other cells are passed over quickly. */
const longestPhrase = 40;
/** A status of these words may be about emails, so it is asked about. */
const vague = /subscri|suppress|block|abonn|inscri|abgemeldet|wypisan|descadastrad|退订|配信/iu;
/** Columns about other ways to contact say nothing of calls. */
const otherWays = /\b(?:e ?mail|mail|newsletter|sms|text|fax|whats ?app)\b/u;
/** In the middle of a name or a note. */
const phrase = new RegExp(
  [
    String.raw`(?:do not|don['’]?t|never) (?:call|contact|phone|ring)`,
    'nicht (?:mehr )?(?:anrufen|kontaktieren)|keine anrufe',
    'ne (?:pas|plus) (?:appeler|contacter)|no (?:llamar|contactar)|non (?:chiamare|contattare)',
    'n[aã]o (?:ligar|contatar|contactar)|niet (?:meer )?(?:bellen|contacteren)|nie dzwonić|не звонить',
    '(?:opted|opting|opt) out',
  ]
    .map((source) => String.raw`(?<![\p{L}])(?:${source})(?![\p{L}])`)
    .join('|'),
  'iu',
);
const mostRemembered = 2_000;

/**
 * Creates the reader of what cells say about opting out in columns that are not about it: `Do not call` as a status or a
 * name is an opt-out; a vague word (`Unsubscribed`), and the words in the middle of a note, cannot be decided here.
 */
export function createStrayOptOuts({
  columns,
}: {
  columns: Columns;
}): (cells: readonly string[]) => StrayOptOut | null {
  const { header, roles, phones, emails, optOuts, consents, ignored } = columns;
  const { first_name, last_name, name, phone: _, ...others } = roles;
  const read = [first_name, last_name, name, ...phones.map(({ index }) => index)];
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
      const answer = said(cell);
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
  return phrase.test(cell) ? 'unclear' : null;
}

function strayWords({ cell, column, isRead }: { cell: string; column: string; isRead: boolean }): Refusal {
  const words = (phrase.exec(cell)?.[0] ?? cell).trim();
  const advice = isRead
    ? 'take the words out of the cell, or mark the row in an opt-out column'
    : `answer with ${columnsOption([['opted_out', column]])}, or with ${columnsOption([['ignore', column]])}`;
  return {
    code: 'contact.opt-out-unclear',
    detail: `"${words}" stands in the column "${column.slice(0, 40)}": ${advice}`,
  };
}
