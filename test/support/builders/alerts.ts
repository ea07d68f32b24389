import type { AlertThresholds } from '../../../src/rules/alerts/thresholds.ts';

/** The defaults of the settings. */
export const alertThresholds: AlertThresholds = {
  windowMs: 3_600_000,
  minAttempts: 20,
  failureShare: 0.3,
  answerShare: 0.1,
  silenceMs: 900_000,
  unknownAttempts: 5,
  takeovers: 20,
  diskFreeBytes: 5e8,
  memoryBytes: 8e8,
  eventLoopMs: 500,
  webhookMs: 3_600_000,
  repeatMs: 3_600_000,
};
