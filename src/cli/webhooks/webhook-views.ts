/** A webhook as the API shows it. `secret`: only after it was created or rotated. */
export type WebhookView = {
  id: string;
  client: string;
  url: string;
  description: string;
  types: readonly string[];
  include: readonly string[];
  enabled: boolean;
  disabledWhy: string | null;
  formerSecretUntil: string | null;
  failingSince: string | null;
  pausedUntil: string | null;
  lastDeliveredAt: string | null;
  lastError: string | null;
  waiting: number;
  dead: number;
  secret?: string;
};

export type DeliveryView = {
  id: string;
  type: string;
  createdAt: string;
  dueAt: string;
  tries: number;
  lastError: string | null;
};

export type DeliveryInFullView = DeliveryView & {
  body: string;
  answer: { status: number | null; body: string; at: string; ms: number } | null;
};

export type TestView = {
  id: string;
  request: string;
  status: number | null;
  answer: string;
  ms: number;
  error: string | null;
};
