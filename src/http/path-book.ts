import { RingmasterError } from '../domain/errors.ts';
import type { Method } from './route.ts';

/** Knows which paths there are, to say of a request nobody takes whether its path or its method is wrong. */
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
        message: `${method.slice(0, 20)} is not taken here.`,
        hint: `This path takes ${[...allow].join(', ')}.`,
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
    hint: 'GET /docs lists what there is.',
  });
}
