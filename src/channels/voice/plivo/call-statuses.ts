/** `CallStatus` and `call_status` of a call that has ended (docs.plivo.com/docs/voice/api/call). */
export const finalStatuses: ReadonlySet<string> = new Set([
  'completed',
  'busy',
  'failed',
  'timeout',
  'no-answer',
  'cancel',
]);
