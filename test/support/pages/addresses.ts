import type { Page } from '../../../src/dashboard/contract.ts';
import type { Scene } from './scene.ts';

/** A page at its address. `name` is unique and fits a file name. */
export type Address = { name: string; path: string; status: number };

/** Fills the parameters of a route. `change` may return another value for one of them. */
export function fillRoute(
  route: string,
  scene: Scene,
  change: (name: string, value: string) => string = (_, value) => value,
): string {
  // What the scene does not have, such as an instance to kill, exists nowhere.
  return route.replaceAll(/:(\w+)/g, (_, name: string) => change(name, valueOf(name, scene) ?? 'nothing'));
}

const valueOf = (name: string, scene: Scene): string | undefined => scene[name as keyof Scene];

/** Fills the parameters of a page. Throws if the scene has none of them. */
function pathOf(route: string, scene: Scene): string {
  for (const [, name = ''] of route.matchAll(/:(\w+)/g)) {
    if (valueOf(name, scene) === undefined)
      throw new Error(`${route}: give :${name} a value in test/support/pages/scene.ts`);
  }
  return fillRoute(route, scene);
}

/** Whether a route is a page that people open, and not a form, a stream or an asset. */
export const isPage = ({ method, path }: Page): boolean => method === 'get' && !path.startsWith('/ui/');

/** States of pages that their routes do not show: empty, wrong, filtered. */
function moreOf({ campaign, contact, call, waiting }: Scene): Address[] {
  const page = (name: string, path: string, status = 200): Address => ({ name, path, status });
  return [
    page('campaigns, none', '/campaigns?state=archived'),
    page('campaign, draft', '/campaigns/autumn'),
    page('campaign, without contacts', '/campaigns/empty'),
    page('campaign, paused', '/campaigns/winter'),
    page('edit, draft', '/campaigns/autumn/edit'),
    page('guide', '/help/guide'),
    page('contacts, none', '/campaigns/empty/contacts'),
    page('contacts, filtered', '/campaigns/winter/contacts?state=pending'),
    page('contact, waiting', `/campaigns/winter/contacts/${waiting}`),
    page('prepare, draft', '/campaigns/autumn/prepare'),
    page('prepare, without contacts', '/campaigns/empty/prepare'),
    page('client, stopped', '/clients/northwind'),
    page('machine, contact', '/machines/enrollment'),
    page('machine, attempt', '/machines/attempt'),
    page('actor, contact', `/machines/enrollment/${contact}?campaign=${campaign}`),
    page('actor, attempt', `/machines/attempt/${call}`),
    page('error, no such page', '/nothing', 404),
    page('error, no such campaign', '/campaigns/nothing', 404),
    page('error, wrong filter', '/campaigns/spring/contacts?state=asleep', 422),
  ];
}

/**
 * Returns the address of every page: those of the routes (a page that is added is in the list by itself), and the states
 * of pages that differ.
 */
export function addressesOf(pages: readonly Page[], scene: Scene): Address[] {
  const ofRoutes = pages
    .filter((page) => isPage(page) && page.path !== '/sign-in')
    .map(({ path }): Address => ({
      name: path === '/' ? 'now' : path.slice(1).replaceAll('/', ' ').replaceAll(':', ''),
      path: pathOf(path, scene),
      status: 200,
    }));
  return [...ofRoutes, ...moreOf(scene)];
}
