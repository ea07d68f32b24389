/** The values of the `CallStatus` field. */
export type CallStatus =
  | 'queued'
  | 'ringing'
  | 'in-progress'
  | 'completed'
  | 'busy'
  | 'failed'
  | 'timeout'
  | 'no-answer'
  | 'cancel';

/** Why a call ended, in the carrier's words. `status` is that of an unanswered call; an answered call is completed. */
export type HangupCause = { code: number; name: string; cause: string; source: string; status: CallStatus };

/**
 * Codes and names: plivo.com/docs/voice/troubleshooting/hangup-causes. Raw causes are those of the FreeSWITCH family.
 * The documents call the source "Call recipient"; real callbacks say "Callee".
 */
const table = {
  canceled: [1000, 'Canceled', 'ORIGINATOR_CANCEL', 'API Request', 'cancel'],
  'out-of-credit': [1010, 'Canceled (Out Of Credits)', 'CALL_REJECTED', 'Plivo', 'cancel'],
  invalid: [2000, 'Invalid Destination Address', 'UNALLOCATED_NUMBER', 'Carrier', 'failed'],
  'no-answer': [3000, 'No Answer', 'NO_ANSWER', 'Carrier', 'no-answer'],
  busy: [3010, 'Busy Line', 'USER_BUSY', 'Carrier', 'busy'],
  'carrier-error': [3080, 'Internal server error from carrier', 'NETWORK_OUT_OF_ORDER', 'Carrier', 'failed'],
  congestion: [3090, 'Network congestion from carrier', 'SWITCH_CONGESTION', 'Carrier', 'failed'],
  callee: [4000, 'Normal Hangup', 'NORMAL_CLEARING', 'Callee', 'completed'],
  'api-request': [4000, 'Normal Hangup', 'NORMAL_CLEARING', 'API Request', 'completed'],
  'hangup-element': [4000, 'Normal Hangup', 'NORMAL_CLEARING', 'Answer XML', 'completed'],
  'end-of-xml': [4010, 'End Of XML Instructions', 'NORMAL_CLEARING', 'Plivo', 'completed'],
  concurrency: [5030, 'Concurrency Limit Breached', 'CALL_REJECTED', 'Plivo', 'failed'],
  scheduled: [6000, 'Scheduled Hangup', 'ALLOTTED_TIMEOUT', 'Plivo', 'timeout'],
  'ring-timeout': [6010, 'Ring Timeout Reached', 'NO_ANSWER', 'Plivo', 'timeout'],
  'answer-unreachable': [7011, 'Error Reaching Answer URL', 'NORMAL_CLEARING', 'Error', 'failed'],
  'action-unreachable': [7012, 'Error Reaching Action URL', 'NORMAL_CLEARING', 'Error', 'failed'],
  'transfer-unreachable': [7013, 'Error Reaching Transfer URL', 'NORMAL_CLEARING', 'Error', 'failed'],
  'redirect-unreachable': [7014, 'Error Reaching Redirect URL', 'NORMAL_CLEARING', 'Error', 'failed'],
  'answer-invalid': [8011, 'Invalid Answer XML', 'NORMAL_CLEARING', 'Error', 'failed'],
  'action-invalid': [8012, 'Invalid Action XML', 'NORMAL_CLEARING', 'Error', 'failed'],
  'transfer-invalid': [8013, 'Invalid Transfer XML', 'NORMAL_CLEARING', 'Error', 'failed'],
  'redirect-invalid': [8014, 'Invalid Redirect XML', 'NORMAL_CLEARING', 'Error', 'failed'],
  machine: [9100, 'Machine Detected', 'NORMAL_CLEARING', 'Plivo', 'completed'],
} as const satisfies Record<string, readonly [number, string, string, string, CallStatus]>;

export type HangupReason = keyof typeof table;

export function hangupCause(reason: HangupReason): HangupCause {
  const [code, name, cause, source, status] = table[reason];
  return { code, name, cause, source, status };
}
