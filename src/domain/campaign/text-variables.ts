type Variables = Readonly<Record<string, string>>;

/**
 * The values of the variables of a text: those of the contact, and those of the campaign if the contact's value is
 * missing or blank. Rehearsals, checks before sending and sent texts all use this function.
 */
export function textVariables({ contact, campaign }: { contact: Variables; campaign: Variables }): Variables {
  const isBlank = (name: string): boolean => contact[name]?.trim() === '';
  const names = Object.keys(contact);
  if (!names.some(isBlank)) return { ...campaign, ...contact };
  const filled = Object.entries(contact).filter(([name]) => !isBlank(name));
  return { ...campaign, ...Object.fromEntries(filled) };
}

/** The value of one variable; empty if there is none. Inherited properties such as `constructor` are not variables. */
export function valueIn(variables: Variables, name: string): string {
  return Object.hasOwn(variables, name) ? (variables[name] ?? '') : '';
}
