import { unhealthy } from '../domain/health.ts';
import type { Health } from '../domain/health.ts';
import { sleep } from '../platform/clock.ts';
import type { SystemClock } from '../platform/clock.ts';
import type { Dependency } from './deps.ts';

/** The state of one dependency. `code` and `advice` are null while it can be used. */
export type DependencyState = {
  ok: boolean;
  /** Whether the service is not ready without it. */
  required: boolean;
  code: string | null;
  advice: string | null;
  detail?: string;
};

export type Readiness = {
  status: 'ready' | 'not-ready';
  dependencies: Record<string, DependencyState>;
};

/** The maximum time for the answer of a dependency. After it the dependency counts as down. */
const timeoutMs = 2_000;
/** How long results are cached, because the route is open to everyone. External dependencies are checked less often. */
const cacheMs = { required: 1_000, other: 30_000 };

/**
 * Creates the check of all dependencies, in parallel. Details are only for callers with a key, because they may
 * contain names of files and hosts.
 */
export function createReadiness({
  dependencies,
  system,
}: {
  dependencies: readonly Dependency[];
  system: SystemClock;
}): (input: { withDetails: boolean }) => Promise<Readiness> {
  const checks = dependencies.map((dependency) => ({
    ...dependency,
    find: cached({ ask: () => check({ dependency, system }), dependency, system }),
  }));
  return async ({ withDetails }) => {
    const entries = await Promise.all(
      checks.map(async ({ name, required, find }) => {
        const found = await find();
        const { ok, detail } = found;
        const { code, advice } = found.ok ? { code: null, advice: null } : found;
        return [name, { ok, required, code, advice, ...(withDetails ? { detail } : {}) }] as const;
      }),
    );
    const isReady = entries.every(([, { ok, required }]) => ok || !required);
    return { status: isReady ? 'ready' : 'not-ready', dependencies: Object.fromEntries(entries) };
  };
}

const failed = {
  code: 'dependency.failed',
  advice: 'Read the log of the service. The check is repeated.',
};

async function check({
  dependency,
  system,
}: {
  dependency: Dependency;
  system: SystemClock;
}): Promise<Health> {
  const late = sleep({ clock: system, ms: timeoutMs }).then((): Health => ({
    ok: false,
    code: 'dependency.no-answer',
    detail: `no answer within ${timeoutMs} ms`,
    advice: 'Check whether it is overloaded or suspended, and the network to it. The check is repeated.',
  }));
  try {
    return await Promise.race([dependency.check(), late]);
  } catch (error) {
    return unhealthy(error, failed);
  }
}

function cached({
  ask,
  dependency: { required, isLocal, isOwn },
  system,
}: {
  ask: () => Promise<Health>;
  dependency: Dependency;
  system: SystemClock;
}): () => Promise<Health> {
  let known: { finding: Promise<Health>; at: number } | null = null;
  if (isOwn) return ask;
  const forMs = required || isLocal ? cacheMs.required : cacheMs.other;
  return () => {
    if (!known || system.monotonic() - known.at >= forMs) known = { finding: ask(), at: system.monotonic() };
    return known.finding;
  };
}
