import type { Webhook } from '../../../src/domain/webhook/webhook.ts';

export function webhookOf(changes: Partial<Webhook> = {}): Webhook {
  return {
    id: 'whk_1',
    client: 'default',
    url: 'https://hooks.example.com/in?token=hidden',
    description: 'CRM',
    secret: 'whsec_b25l',
    formerSecret: null,
    formerUntil: null,
    types: ['attempt.*'],
    include: ['addresses'],
    enabled: true,
    disabledWhy: null,
    since: 1_000,
    createdAt: 1_000,
    updatedAt: 1_000,
    rev: 1,
    ...changes,
  };
}
