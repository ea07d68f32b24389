import { RingmasterError } from '../domain/errors.ts';
import type { Method } from './route.ts';

/**
 * Creates the list of known paths. `refusal` returns whether the path or the method of an unhandled request is wrong.
 */
export function createPathBook(known: readonly { path: string; method: Method }[]): {
  refusal: (method: string, path: string) => RingmasterError;
} {
  const patterns = new Map<string, Set<string>>();
  for (const { path, method } of known) {
    const methods = patterns.get(path) ?? new Set();
    patterns.set(path, methods.add(method.toUpperCase()));
  }
  return {
    refusal(method, path) {
      const allow = new Set<string>();
      for (const [pattern, methods] of patterns) {
        if (matches(pattern, path)) for (const name of methods) allow.add(name);
      }
      if (allow.size === 0) return noSuchPath(path);
      return new RingmasterError({
        code: 'request.method-not-allowed',
        family: 'invalid',
        message: `This path does not accept ${method.slice(0, 20)}.`,
        hint: `It accepts ${[...allow].join(', ')}.`,
        details: { allow: [...allow] },
      });
    },
  };
}

function matches(pattern: string, path: string): boolean {
  const wanted = pattern.split('/');
  const found = path.split('/');
  return (
    wanted.length === found.length &&
    wanted.every((part, index) => (part.startsWith(':') ? found[index] !== '' : part === found[index]))
  );
}

function noSuchPath(path: string): RingmasterError {
  return new RingmasterError({
    code: 'request.not-found',
    family: 'not-found',
    message: `There is nothing at ${path.slice(0, 100)}.`,
    hint: 'GET /docs lists all paths.',
  });
}
