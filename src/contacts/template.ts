import { replaceVariables } from '../domain/campaign/template-syntax.ts';
import { textVariables, valueIn } from '../domain/campaign/text-variables.ts';

export type Rendered = {
  text: string;
  /** The names of variables without a value, without duplicates. The gaps that they leave in the text are closed. */
  missing: readonly string[];
};

/** Fills the `{{variables}}` of a text (see `textVariables`). Values are inserted unchanged. */
export function renderTemplate({
  text,
  contact,
  campaign,
}: {
  text: string;
  contact: Readonly<Record<string, string>>;
  campaign: Readonly<Record<string, string>>;
}): Rendered {
  const missing = new Set<string>();
  const variables = textVariables({ contact, campaign });
  const rendered = replaceVariables(text, (name) => {
    const value = valueIn(variables, name);
    if (value !== '') return value;
    missing.add(name);
    return gap;
  });
  return { text: missing.size === 0 ? rendered : withoutGaps(rendered), missing: [...missing] };
}

/** Marks a variable without a value. Texts and cells contain no control characters. */
const gap = '\u0000';

/**
 * Closes the gaps that variables without a value leave: `Hello {{first_name}}.` becomes `Hello.`, and
 * `{{first_name}}, your order` becomes `Your order`.
 */
function withoutGaps(text: string): string {
  return text
    .replaceAll(bracketedGap, gap)
    .replaceAll(leadingGap, (_, before: string, letter: string) => before + letter.toUpperCase())
    .replaceAll(/ *\0(?: *\0)*(?= *(?:[,.;:!?\u2026)\n]|$)) */g, '')
    .replaceAll(/ +\0(?: *\0)* +/g, ' ')
    .replaceAll(gap, '');
}

const bracketedGap = / *[([{"\u201c\u201e\u00ab] *\0(?: *\0)* *[)\]}"\u201d\u201c\u00bb]/g;
/** A gap at the start of a sentence. The next letter becomes a capital. */
const leadingGap = /(^|[.!?] +|\n)\0(?:[ ,;:]*\0)* *[,;:\u2013-]* *(\p{L}?)/gu;
