import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { createProcessRegistry } from '../../src/http/index.ts';
import { callerId } from '../support/builders/campaigns.ts';
import { startService } from '../support/service/start-service.ts';
import type { TestService } from '../support/service/start-service.ts';

const project = join(import.meta.dirname, '../..');
const read = (path: string): string => readFileSync(join(project, path), 'utf8');

type Rule = {
  alert: string;
  expr: string;
  for?: string;
  labels: { severity: string };
  annotations: { summary: string; runbook: string };
};
const { groups } = parse(read('deploy/prometheus-rules.yaml')) as { groups: { rules: Rule[] }[] };
const rules = groups.flatMap((group) => group.rules);

/** Prometheus itself makes this series, and these labels. */
const scraped = { series: 'up', labels: ['job', 'instance'] };

type Selector = { name: string; matchers: { label: string; operator: string; value: string }[] };

/** The series that an expression selects. Words without a separator in them are functions and keywords. */
function selectorsOf(expr: string): Selector[] {
  return [...expr.matchAll(/\b([a-z]+_[a-z0-9_]+|up)\b(?!\()(?:\{([^}]*)\})?/g)].map(
    ([, name = '', inside = '']) => ({
      name,
      matchers: [...inside.matchAll(/(\w+)(=~|!~|!=|=)"([^"]*)"/g)].map(
        ([, label = '', operator = '', value = '']) => ({ label, operator, value }),
      ),
    }),
  );
}

describe('the alert rules for Prometheus', () => {
  let lines: readonly string[] = [];
  let service: TestService;
  afterAll(() => service.close());
  beforeAll(async () => {
    service = await startService({ metrics: createProcessRegistry(), owner: 'caller' });
    // A call, so that requests of callers and to the provider are counted.
    const order = { to: '+12125550100', from: callerId, speak: 'Hello.' };
    await service.send('POST', '/v1/calls', order);
    await service.pass(60_000);
    lines = (await service.send('GET', '/metrics')).text.split('\n');
  });

  test.each(rules)('$alert is about metrics that /metrics has, with these labels', ({ expr }) => {
    const selectors = selectorsOf(expr);
    expect(selectors.length).toBeGreaterThan(0);
    for (const { name, matchers } of selectors) {
      if (name === scraped.series) continue;
      const samples = lines.filter((line) => line.startsWith(`${name} `) || line.startsWith(`${name}{`));
      expect(samples, name).not.toEqual([]);
      for (const { label, operator, value } of matchers.filter(
        (one) => !scraped.labels.includes(one.label),
      )) {
        const wanted = operator === '=' ? `${label}="${value}"` : `${label}="`;
        expect(
          samples.some((line) => line.includes(wanted)),
          `${name}{${wanted}`,
        ).toBe(true);
      }
    }
  });

  test.each(rules)('$alert has a severity, a summary and an entry of the runbook', (rule) => {
    expect(['warning', 'critical']).toContain(rule.labels.severity);
    expect(rule.annotations.summary).toMatch(/^[A-Z].*\.$/);
    expect(rule.annotations.runbook).toBe(`docs/runbook.md#${rule.alert.toLowerCase()}`);
    expect(read('docs/runbook.md')).toContain(`\n## ${rule.alert}\n`);
  });

  test('every entry of the runbook belongs to an alert', () => {
    const entries = [...read('docs/runbook.md').matchAll(/^## (Ringmaster\w+)$/gm)].map(
      ([, name = '']) => name,
    );
    expect(entries.toSorted()).toEqual(rules.map(({ alert }) => alert).toSorted());
  });
});
