import type { Finding } from '../finding.ts';
import type { CarrierAnswer } from './ask-carrier.ts';

/** The engine looks for calls with this margin, because the carrier and this machine have different clocks. */
const mostMs = 2_000;

/** Compares the clock of this machine with the `Date` of the carrier's answer. */
export function examineClock({ answer }: { answer: CarrierAnswer | null }): Finding {
  const what = 'clock';
  const ahead = answer?.aheadMs ?? null;
  if (ahead === null) return { what, ok: true, detail: 'not compared: the carrier does not say its time' };
  if (Math.abs(ahead) <= mostMs) return { what, ok: true, detail: 'agrees with that of the carrier' };
  const far = Math.abs(ahead) < 120_000 ? `${Math.round(Math.abs(ahead) / 1000)} s` : minutes(ahead);
  const where = ahead > 0 ? 'ahead of' : 'behind';
  return {
    what,
    ok: false,
    detail: `${far} ${where} that of the carrier: contacts would be called at wrong hours, and lost calls not be found. Set it by NTP (timedatectl set-ntp true)`,
  };
}

const minutes = (ms: number): string => `${Math.round(Math.abs(ms) / 60_000)} minutes`;
