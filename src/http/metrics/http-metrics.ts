import { Counter, Histogram } from 'prom-client';
import type { Registry } from 'prom-client';

/** The upper bounds of the buckets, in seconds. */
const buckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];
const usualMethods: ReadonlySet<string> = new Set([
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'OPTIONS',
]);

/** Returns the method, or `other` for an unusual one: it may be any text. */
export function methodLabel(method: string): string {
  return usualMethods.has(method) ? method : 'other';
}

/** Requests and their durations, by route pattern. Streams are counted at their start. */
export type HttpMetrics = {
  answered: (input: { method: string; route: string; status: number; ms: number }) => void;
};

export function createHttpMetrics({ registry }: { registry: Registry }): HttpMetrics {
  const registers = [registry];
  const requests = new Counter({
    name: 'ringmaster_http_requests_total',
    help: 'HTTP requests answered, by method, route pattern and status.',
    labelNames: ['method', 'route', 'status'],
    registers,
  });
  const durations = new Histogram({
    name: 'ringmaster_http_request_seconds',
    help: 'Time from a request to its answer, in seconds. Streams are counted at their start.',
    labelNames: ['method', 'route'],
    buckets,
    registers,
  });
  return {
    answered({ method: given, route, status, ms }) {
      const method = methodLabel(given);
      requests.inc({ method, route, status: String(status) });
      durations.observe({ method, route }, ms / 1000);
    },
  };
}
