import { createHash, timingSafeEqual } from 'node:crypto';
import { createMiddleware } from 'hono/factory';
import type { Account } from '../types.ts';
import { type ApiContext, type ApiEnv, type ApiNeeds, refuse } from './needs.ts';

type Needs = Pick<ApiNeeds, 'accounts' | 'clock' | 'options'> & { newApiId: () => string };

/** Creates the checks of a request, in order: credentials, request budget, parameters. */
export function createAccountChecks({ accounts, clock, options, newApiId }: Needs) {
  const authenticate = createMiddleware<ApiEnv>(async (c, next) => {
    c.set('apiId', newApiId());
    const account = authenticated({
      accounts,
      header: c.req.header('authorization'),
      path: c.req.param('authId') ?? '',
    });
    if (!account) {
      return c.text(
        'Could not verify your access level for that URL. You have to login with proper credentials',
        401,
        {
          'WWW-Authenticate': 'Basic realm="Login Required"',
        },
      );
    }
    c.set('account', account);
    return next();
  });

  const { requests, perMs } = options.requestBudget;
  const recent = new Map<string, number[]>();
  const limit = createMiddleware<ApiEnv>(async (c, next) => {
    const { authId } = c.get('account');
    const now = clock.now();
    const times = (recent.get(authId) ?? []).filter((time) => time > now - perMs);
    recent.set(authId, times);
    if (times.length >= requests)
      return refuse(c, 429, 'Too many requests: the API rate limit of the account is used up');
    times.push(now);
    return next();
  });

  const readBody = createMiddleware<ApiEnv>(async (c, next) => {
    const parameters = await readParameters(c);
    if (!parameters) return refuse(c, 400, 'the request body is neither a JSON object nor a form');
    c.set('parameters', parameters);
    c.set('placed', []);
    return next();
  });

  return [authenticate, limit, readBody];
}

type Credentials = { accounts: readonly Account[]; header: string | undefined; path: string };

/** Returns the account in the path if the credentials are its own or those of its main account; otherwise null. */
function authenticated({ accounts, header, path }: Credentials): Account | null {
  const [, encoded = ''] = /^Basic\s+(\S+)$/i.exec(header ?? '') ?? [];
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const [authId, ...rest] = text.split(':');
  const owner = accounts.find((account) => account.authId === authId);
  if (!owner || !sameText(owner.authToken, rest.join(':'))) return null;
  const target = accounts.find((account) => account.authId === path);
  return target && (target === owner || target.mainAuthId === owner.authId) ? target : null;
}

function sameText(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

async function readParameters(c: ApiContext): Promise<Record<string, unknown> | null> {
  if (c.req.method === 'GET') return {};
  const text = await c.req.text();
  if (text.trim() === '') return {};
  const type = c.req.header('content-type') ?? '';
  if (type.includes('x-www-form-urlencoded')) return Object.fromEntries(new URLSearchParams(text));
  try {
    const value: unknown = JSON.parse(text);
    return value !== null && typeof value === 'object' && !Array.isArray(value) ? { ...value } : null;
  } catch {
    return null;
  }
}
