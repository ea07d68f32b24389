import type { TestService } from './start-service.ts';

/** The routes of the app that are not pages: those of the API, health and webhooks. */
export function mountedRoutes({ app, pages }: Pick<TestService, 'app' | 'pages'>) {
  const others = new Set(['/*', '/ui/*', ...pages.map(({ path }) => path)]);
  return app.routes.filter(({ path }) => !others.has(path)).map(({ method, path }) => ({ method, path }));
}
