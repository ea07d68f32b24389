import type { Context } from 'hono';
import type { Caller } from '../domain/caller.ts';
import type { AppEnv } from './route.ts';

/** Returns the viewer of a page that makes this call in process; null for a request from outside. */
export function pageViewer(context: Context<AppEnv>): Caller | null {
  // Without a server there are no bindings at all.
  const bindings = context.env as AppEnv['Bindings'] | undefined;
  return bindings?.viewer ?? null;
}
