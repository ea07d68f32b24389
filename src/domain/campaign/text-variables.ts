type Variables = Readonly<Record<string, string>>;

/**
 * The values for the variables of a text: those of the contact, and those of the campaign where the contact has none or a
 * blank one. Rehearsals, checks before sending and sent texts all use it.
 */
export function textVariables({ contact, campaign }: { contact: Variables; campaign: Variables }): Variables {
  const filled = Object.entries(contact).filter(([, value]) => value.trim() !== '');
  return Object.fromEntries([...Object.entries(campaign), ...filled]);
}

/** The value of one variable; empty if there is none. Names such as `constructor` are those of variables only. */
export function valueIn(variables: Variables, name: string): string {
  return Object.hasOwn(variables, name) ? (variables[name] ?? '') : '';
}
