import { fileURLToPath } from 'node:url';

/** Returns the path of a file in `examples/`, in a checkout and in a package. */
export const examplePath = (name: string): string =>
  fileURLToPath(new URL(`../../../examples/${name}`, import.meta.url));
