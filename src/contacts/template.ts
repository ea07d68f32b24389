import { replaceVariables } from '../domain/campaign/template-syntax.ts';
import { textVariables, valueIn } from '../domain/campaign/text-variables.ts';

export type Rendered = {
  text: string;
  /** Names of variables that nobody gave a value, each once; their place in the text is closed. */
  missing: readonly string[];
};

/** Fills the `{{variables}}` of a text (see `textVariables`). Values are put in as they are. */
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

/** Stands for a variable without a value. Texts and cells hold no control characters. */
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
/** At the start of a sentence; what follows begins it instead. */
const leadingGap = /(^|[.!?] +|\n)\0(?:[ ,;:]*\0)* *[,;:\u2013-]* *(\p{L}?)/gu;
