import type { html } from 'hono/html';

/** A piece of a page. Values in templates of `hono/html` are escaped. */
export type Html = ReturnType<typeof html>;
