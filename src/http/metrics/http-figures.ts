import type { Family, Sample } from './prometheus.ts';

/** Upper bounds of the duration buckets in seconds. */
const bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];

type Series = { method: string; route: string; buckets: number[]; sum: number; count: number };

/** Requests and how long they took, by route pattern. Streams count when they begin. */
export type HttpFigures = {
  answered: (input: { method: string; route: string; status: number; ms: number }) => void;
  families: () => Family[];
};

export function createHttpFigures(): HttpFigures {
  const requests = new Map<string, Sample & { value: number }>();
  const durations = new Map<string, Series>();

  const durationSamples = ({ method, route, buckets, sum, count }: Series): Sample[] => [
    ...bounds.map((le, index) => ({
      suffix: '_bucket',
      labels: { method, route, le },
      value: buckets[index] ?? 0,
    })),
    { suffix: '_bucket', labels: { method, route, le: '+Inf' }, value: count },
    { suffix: '_sum', labels: { method, route }, value: sum },
    { suffix: '_count', labels: { method, route }, value: count },
  ];

  return {
    answered({ method, route, status, ms }) {
      const key = `${method} ${route}`;
      const known = requests.get(`${key} ${status}`);
      if (known) known.value += 1;
      else requests.set(`${key} ${status}`, { labels: { method, route, status }, value: 1 });
      const series = durations.get(key) ?? { method, route, buckets: bounds.map(() => 0), sum: 0, count: 0 };
      durations.set(key, series);
      series.sum += ms / 1000;
      series.count += 1;
      bounds.forEach((bound, index) => {
        if (ms / 1000 <= bound) series.buckets[index] = (series.buckets[index] ?? 0) + 1;
      });
    },
    families: () => [
      {
        name: 'ringmaster_http_requests_total',
        help: 'Requests answered.',
        type: 'counter',
        samples: [...requests.values()],
      },
      {
        name: 'ringmaster_http_request_seconds',
        help: 'Time until a request was answered.',
        type: 'histogram',
        samples: [...durations.values()].flatMap(durationSamples),
      },
    ],
  };
}
