import { allowedAddresses, wholeNumber } from './setting-schemas.ts';
import type { Setting } from './setting-schemas.ts';

/** The thresholds of alerts, and their webhooks. */
export const alertSettings = {
  ALERT_WINDOW_MINUTES: {
    schema: wholeNumber(5, 1_440).default(60),
    doc: 'The time over which the rates of a campaign are computed and takeovers are counted.',
  },
  ALERT_MIN_ATTEMPTS: {
    schema: wholeNumber(1).default(20),
    doc: 'The rates of a campaign are computed from this number of ended attempts on.',
  },
  ALERT_FAILURE_PERCENT: {
    schema: wholeNumber(0, 100).default(30),
    doc: 'Alert if this share of the attempts of a campaign failed or has an unknown end. 0: no such alert.',
  },
  ALERT_ANSWER_PERCENT: {
    schema: wholeNumber(0, 100).default(10),
    doc: 'Alert if a smaller share of the calls of a campaign was answered. 0: no such alert.',
  },
  ALERT_SILENCE_MINUTES: {
    schema: wholeNumber(0, 1_440).default(15),
    doc: 'Alert if a campaign sent nothing for this time although contacts were due. 0: no such alert.',
  },
  ALERT_UNKNOWN_ATTEMPTS: {
    schema: wholeNumber(0).default(5),
    doc: 'Alert if the fate of this number of attempts of a campaign is not known. 0: no such alert.',
  },
  ALERT_TAKEOVERS: {
    schema: wholeNumber(0).default(20),
    doc: 'Alert if an instance took over this number of campaigns from dead instances. 0: no such alert.',
  },
  ALERT_DISK_FREE_MB: {
    schema: wholeNumber(0).default(500),
    doc: 'Alert if less space is free in DATA_DIR. 0: no such alert.',
  },
  ALERT_MEMORY_MB: {
    schema: wholeNumber(0).default(800),
    doc: 'Alert if the process uses more memory. 0: no such alert.',
  },
  ALERT_EVENT_LOOP_MS: {
    schema: wholeNumber(0).default(500),
    doc: 'Alert if the event loop is late by more (99th percentile of 30 seconds). 0: no such alert.',
  },
  ALERT_REPEAT_MINUTES: {
    schema: wholeNumber(60, 10_080).default(60),
    doc: 'How often an alert that is still in force is repeated; at most hourly.',
  },
  ALERT_WEBHOOK_MINUTES: {
    schema: wholeNumber(0, 1_440).default(60),
    doc: 'Alert if the endpoint of a webhook has failed for this time. 0: no such alert.',
  },
  WEBHOOK_ALLOW: {
    schema: allowedAddresses.default([]),
    doc: 'Private addresses with their ports to which webhooks may be sent, also over http, separated by commas. For trials and tests; by default none.',
    example: '127.0.0.1:8080,10.0.0.0/8:443',
  },
} as const satisfies Record<string, Setting>;
