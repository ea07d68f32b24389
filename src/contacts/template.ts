import { replaceVariables } from '../domain/template-syntax.ts';

export type Rendered = {
  text: string;
  /** Names of variables that nobody gave a value, each once; their place in the text is empty. */
  missing: readonly string[];
};

/** Fills the `{{variables}}` of a text: the contact's first, then the campaign's. Values are put in as they are. */
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
  const rendered = replaceVariables(text, (name) => {
    const value = own(contact, name) || own(campaign, name);
    if (value === '') missing.add(name);
    return value;
  });
  return { text: rendered, missing: [...missing] };
}

function own(values: Readonly<Record<string, string>>, name: string): string {
  return Object.hasOwn(values, name) ? (values[name] ?? '') : '';
}
