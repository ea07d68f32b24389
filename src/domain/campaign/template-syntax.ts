/**
 * `{{first_name}}`: the name of a variable, with optional blanks around it. Names are letters, digits and
 * underscores.
 */
const variable = /\{\{\s*([\p{L}\p{N}_]+)\s*\}\}/gu;
const anyBraces = /\{\{([^{}]*)\}\}|\{\{|\}\}/gu;

/**
 * Replaces each variable by the result of `valueOf`. Nothing in the text or in the values is executed or read as a
 * template.
 */
export function replaceVariables(text: string, valueOf: (name: string) => string): string {
  return text.replaceAll(variable, (_, name: string) => valueOf(name));
}

/** The variables in some texts, each once, in the order of their first use. */
export function variableNames(texts: readonly string[]): string[] {
  const names = texts.flatMap((text) => [...text.matchAll(variable)].map(([, name = '']) => name));
  return [...new Set(names)];
}

export type TemplateProblem = { message: string; fix: string };

/** The problems with the braces of a text; empty if every brace belongs to a well-formed variable. */
export function templateProblems(text: string): TemplateProblem[] {
  const rest = text.replaceAll(variable, '');
  return [...rest.matchAll(anyBraces)].map(([written, inside]) => {
    if (inside === undefined) {
      return {
        message: written === '{{' ? 'has a {{ that is not closed' : 'has a }} that nothing opens',
        fix: 'write variables as {{first_name}}',
      };
    }
    const name = suggestedName(inside);
    return {
      message: `has a variable that is not a name: ${written.slice(0, 60)}`,
      fix: name === '' ? 'write variables as {{first_name}}' : `did you mean {{${name}}}?`,
    };
  });
}

/** The variable name that `inside` probably means; may be empty. */
export function suggestedName(inside: string): string {
  return inside
    .replaceAll(/(\p{Ll})(\p{Lu})/gu, '$1_$2')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '_')
    .replaceAll(/^_+|_+$/g, '');
}
