import type { Engine } from '../../../src/actors/index.ts';
import { createPlivoCallbacks } from '../../../src/channels/voice/plivo/callbacks/callbacks.ts';
import { evidenceOfRecord } from '../../../src/channels/voice/plivo/record-evidence.ts';
import type { CallbackKind } from '../../../src/channels/voice/plivo/callbacks/urls.ts';
import { withHeard } from '../../channels/support/heard.ts';
import type { Step } from '../../../src/domain/campaign/step.ts';

/** What is heard of one call. `reply` is the answer to the order itself, `lost reply` none, `record` what a search finds. */
export type News =
  | 'reply'
  | 'lost reply'
  | 'ring'
  | 'answer'
  | 'machine'
  | `digits ${string}`
  | `hang-up ${number}`
  | `record ${number}`;

type About = { attempt: string; campaign: string; callId: string; requestId: string };

const { read } = createPlivoCallbacks({ authTokens: ['token'], publicUrl: 'http://ringmaster.test' });

const kinds: Readonly<Record<string, CallbackKind>> = {
  ring: 'ring',
  answer: 'answer',
  digits: 'answer',
  machine: 'machine',
  'hang-up': 'hangup',
};

/** Calls that these codes end were answered; codes of docs.plivo.com, "hangup causes". */
const answeredCodes: ReadonlySet<string> = new Set(['4000', '4010', '9100']);

function fieldsOf(news: News, { callId, requestId }: About): Record<string, string> {
  const [what = '', value = ''] = news.split(' ');
  const base = { CallUUID: callId, RequestUUID: requestId, CallStatus: 'in-progress' };
  if (what === 'digits') return { ...base, Digits: value };
  if (what === 'machine') return { ...base, Machine: 'true', Event: 'MachineDetection' };
  if (what !== 'hang-up') return base;
  const talked = answeredCodes.has(value)
    ? { Duration: '9', AnswerTime: '2027-03-01 10:00:00' }
    : { Duration: '0' };
  return { ...base, ...talked, Event: 'Hangup', HangupCauseCode: value, CallStatus: 'completed' };
}

const cost = { cost: null, rate: null, billedSeconds: null };
const blank = { from: '', to: '', initiatedAt: null, status: '', cost };

/** One piece of news as the engine receives it: read by the adapter from what Plivo would send. */
export function toDelivery({
  news,
  about,
  step,
  id,
}: {
  news: Exclude<News, 'reply' | 'lost reply'>;
  about: About;
  step: Step;
  id: string;
}): Parameters<Engine['receive']>[0] {
  const { attempt, campaign, callId } = about;
  const [what = '', code = ''] = news.split(' ');
  if (what === 'record') {
    const answered = answeredCodes.has(code);
    const talk = { answered, talkSeconds: answered ? 9 : 0, cause: { code, name: '', source: '' } };
    const record = { ...blank, ...talk, callId };
    return { id, campaign, attempt, providerId: callId, evidence: evidenceOfRecord(record) };
  }
  const kind = kinds[what] ?? 'hangup';
  const query = new URLSearchParams({ attempt, campaign, ...(what === 'digits' && { gather: '0' }) });
  const callback = read({ kind, query, params: fieldsOf(news, about) });
  if (!callback) throw new Error(`not a callback: ${news}`);
  const { evidence } = withHeard({ callback, step });
  return { id, campaign, attempt, providerId: callback.callId, evidence };
}
