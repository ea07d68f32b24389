/** Returns the URL of a path that begins with `/` below a base URL, which may have a path. */
export function urlUnder(base: string, path: string): URL {
  return new URL(base.replace(/\/+$/, '') + path);
}
