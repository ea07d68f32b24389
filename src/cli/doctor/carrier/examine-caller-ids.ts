import { z } from 'zod';
import type { Client } from '../../api/client.ts';
import type { ListView } from '../../api/views.ts';
import { failed } from '../finding.ts';
import type { Finding } from '../finding.ts';
import { counted } from '../../text/times.ts';
import type { AskCarrier } from './ask-carrier.ts';

/** The numbers that a step names itself. Those of a pool are not checked. */
const severalSchema = z.object({ numbers: z.array(z.string()) });

type Campaign = { definition: { steps: readonly { from?: unknown }[] } };

/** The parts of a rented number that are used (plivo.com/docs/numbers/api/account-phone-number). */
const numberSchema = z.object({
  number: z.string(),
  voice_enabled: z.boolean().optional(),
  compliance_status: z.string().nullish(),
});
const verifiedSchema = z.object({ phone_number: z.string() });

const pageSize = 200;
/** The states of campaigns that may still call. */
const states = 'draft,scheduled,running,paused';
const mostChecked = 50;

/** Checks that the account may use the caller IDs of the campaigns that have not ended. */
export async function examineCallerIds({
  ask,
  readClient,
}: {
  ask: AskCarrier;
  /** Returns a client for the service or its data folder; rejects if there is neither. */
  readClient: () => Promise<Client>;
}): Promise<Finding> {
  const what = 'caller IDs';
  try {
    const client = await readClient().catch(() => null);
    if (client === null) return { what, ok: true, detail: 'no campaign yet' };
    const numbers = await callerIdsOf(client);
    if (numbers.length === 0) return { what, ok: true, detail: 'no campaign uses one yet' };
    const problems: string[] = [];
    for (const number of numbers.slice(0, mostChecked)) {
      const problem = await problemOf({ ask, number });
      if (problem !== null) problems.push(problem);
    }
    if (problems.length > 0) return { what, ok: false, detail: problems.join(' ') };
    const more =
      numbers.length > mostChecked ? `; only the first ${mostChecked} of ${numbers.length} were checked` : '';
    const checked = counted(Math.min(numbers.length, mostChecked), 'number');
    return { what, ok: true, detail: `the account may use ${checked} for calls${more}` };
  } catch (error) {
    return failed(what, error);
  }
}

async function callerIdsOf(client: Client): Promise<string[]> {
  const found = new Set<string>();
  let after: string | undefined;
  do {
    const page: ListView<Campaign> = await client.get('/v1/campaigns', {
      query: { state: states, limit: pageSize, after },
    });
    for (const { definition } of page.items) {
      for (const { from } of definition.steps) {
        if (typeof from === 'string' && from.startsWith('+')) found.add(from);
        for (const number of severalSchema.safeParse(from).data?.numbers ?? []) found.add(number);
      }
    }
    after = page.next ?? undefined;
  } while (after !== undefined);
  return [...found].sort();
}

/** Returns why the account cannot call from a number, and what to do; null if it can. */
async function problemOf({ ask, number }: { ask: AskCarrier; number: string }): Promise<string | null> {
  const digits = number.replace(/\D/g, '');
  const answer = await ask(`Number/${digits}/`);
  const rented = answer?.status === 200 ? numberSchema.safeParse(answer.body).data : undefined;
  if (rented?.number === digits) {
    if (rented.voice_enabled === false)
      return `${number} is rented, but not for voice: choose another caller ID.`;
    const { compliance_status: compliance } = rented;
    return compliance && !/^(accepted|approved)$/i.test(compliance)
      ? `${number} is rented, but its compliance application is ${compliance}: complete it in the console.`
      : null;
  }
  if (answer?.status !== 404) {
    return `${number} was not checked: ${answer === null ? 'no answer' : `HTTP ${answer.status}`}. Run this again.`;
  }
  const verified = await ask(`VerifiedCallerId/${digits}/`);
  const isVerified = verified?.status === 200 && verifiedSchema.safeParse(verified.body).success;
  return isVerified
    ? null
    : `${number} does not belong to the account: rent it, or verify it as a caller ID, in the console.`;
}
