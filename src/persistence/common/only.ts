/** Some verbs of a part of a store that has others for inside the store. */
export function only<Part, Name extends keyof Part>(part: Part, ...names: Name[]): Pick<Part, Name> {
  return Object.fromEntries(names.map((name) => [name, part[name]])) as Pick<Part, Name>;
}
