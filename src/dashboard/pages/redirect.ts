/** Sends the browser to a path after a form, so that a reload does not send the form again. */
export function redirectTo(path: string, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(null, { status: 303, headers: { ...headers, location: path } });
}
