/**
 * Returns an object with only the named verbs of a part of a store. The part has other verbs for use inside the store.
 */
export function only<Part, Name extends keyof Part>(part: Part, ...names: Name[]): Pick<Part, Name> {
  return Object.fromEntries(names.map((name) => [name, part[name]])) as Pick<Part, Name>;
}
