import { RingmasterError } from '../../domain/errors.ts';

/** The spellings of a field in requests of older services, by its name here. Camel case is derived. */
export type Spellings = Readonly<Record<string, readonly string[]>>;

/** `answerUrl` as `answer_url`. */
const snakeCased = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/**
 * Gives each field of a request its name here. A field that is not known keeps its name, so that the schema refuses it. Throws
 * `request.invalid` if a field is given in two spellings.
 */
export function inOneSpelling(body: unknown, spellings: Spellings): unknown {
  if (body === null || typeof body !== 'object' || Array.isArray(body)) return body;
  const names = new Map(
    Object.entries(spellings).flatMap(([name, others]) => [name, ...others].map((other) => [other, name])),
  );
  const fields: Record<string, unknown> = {};
  for (const [given, value] of Object.entries(body)) {
    const name = names.get(snakeCased(given)) ?? given;
    if (Object.hasOwn(fields, name)) throw givenTwice(name, given);
    fields[name] = value;
  }
  return fields;
}

function givenTwice(name: string, given: string): RingmasterError {
  return new RingmasterError({
    code: 'request.invalid',
    family: 'invalid',
    message: `The request has ${name} twice, the second time as ${given.slice(0, 60)}.`,
    hint: 'Send each field once.',
  });
}
