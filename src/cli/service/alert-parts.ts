import type { AlertParts } from '../../compose-alerts.ts';
import type { Config } from '../../config.ts';

const minuteMs = 60_000;
const megabyte = 1e6;

/** Returns how an instance looks for alerts, from its settings. */
export function alertParts(config: Config): AlertParts {
  return {
    thresholds: {
      windowMs: config.ALERT_WINDOW_MINUTES * minuteMs,
      minAttempts: config.ALERT_MIN_ATTEMPTS,
      failureShare: config.ALERT_FAILURE_PERCENT / 100,
      answerShare: config.ALERT_ANSWER_PERCENT / 100,
      silenceMs: config.ALERT_SILENCE_MINUTES * minuteMs,
      unknownAttempts: config.ALERT_UNKNOWN_ATTEMPTS,
      takeovers: config.ALERT_TAKEOVERS,
      diskFreeBytes: config.ALERT_DISK_FREE_MB * megabyte,
      memoryBytes: config.ALERT_MEMORY_MB * megabyte,
      eventLoopMs: config.ALERT_EVENT_LOOP_MS,
      webhookMs: config.ALERT_WEBHOOK_MINUTES * minuteMs,
      repeatMs: config.ALERT_REPEAT_MINUTES * minuteMs,
    },
    dataDir: config.DATA_DIR,
  };
}
