/** The address of a path that begins with `/`, below a base address that may have a path of its own. */
export function urlUnder(base: string, path: string): URL {
  return new URL(base.replace(/\/+$/, '') + path);
}
