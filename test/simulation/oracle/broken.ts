/** A promise that was broken, in words; the message begins with its number in DESIGN.md section 5. */
export class BrokenPromise extends Error {}

export function broken(message: string): never {
  throw new BrokenPromise(message);
}
