import { choiceInWords } from '../../domain/sender/sender-choice.ts';
import { channels } from '../../channels/registry.ts';
import type { Config } from '../../config.ts';
import type { CampaignDefinition } from '../../domain/campaign/campaign-definition.ts';
import type { Cli } from '../cli.ts';
import { confirm } from '../terminal/confirm.ts';
import { usageError } from '../errors.ts';
import { expectCalls } from './expect-calls.ts';
import type { ExpectedCalls } from './expect-calls.ts';
import type { Output } from '../terminal/output.ts';
import { callingRulesFor } from '../../compose-engine.ts';
import type { RunInput } from './run-input.ts';
import { clockTime, counted } from '../text/times.ts';

/**
 * Asks for confirmation before real contacts are called or written to, and shows their number, the first contact with its local
 * time, and the caller ID. Throws `cli.not-confirmed` if the answer is not yes, and `cli.usage` for a list without a
 * campaign file.
 */
export async function confirmRealCalls({
  cli,
  config,
  input: { campaign, list, isDefault },
  output,
  isSure,
}: {
  cli: Cli;
  config: Pick<Config, 'CARRIER' | 'CALLING_RULES' | 'MAIL'>;
  input: Pick<RunInput, 'campaign' | 'list' | 'isDefault'>;
  output: Output;
  isSure: boolean;
}): Promise<void> {
  const { definition } = campaign;
  const isMail = ({ channel }: { channel: string }) => channels.find(channel)?.addressKind === 'email';
  const sendsMail = config.MAIL === 'smtp' && definition.steps.some(isMail);
  if (config.CARRIER === 'simulator' && !sendsMail) return;
  if (isDefault) {
    throw usageError(
      'Real calls require a campaign file.',
      'For example: ringmaster run examples/campaign.yaml examples/leads.csv',
    );
  }
  if (isSure) return;
  const calling = callingRulesFor(config.CALLING_RULES);
  const now = cli.system.now();
  const expected = cli.ask ? await expectCalls({ list, definition, calling, now }) : null;
  for (const line of expected ? factLines({ expected, definition, list: list.path }) : []) output.say(line);
  await confirm({
    cli,
    question: sendsMail ? 'Send real messages over SMTP?' : `Make real calls over ${config.CARRIER}?`,
    refusal: sendsMail ? 'No message was sent.' : 'No call was made.',
    sure: `Add --yes to ${sendsMail ? 'send real messages' : 'make real calls'} without being asked.`,
  });
}

function factLines({
  expected: { contacts, first },
  definition,
  list,
}: {
  expected: ExpectedCalls;
  definition: CampaignDefinition;
  list: string;
}): string[] {
  const choices = definition.steps.flatMap((step) => channels.sendersOf(step) ?? []);
  const senders = new Set(choices.map(choiceInWords));
  return [
    `Campaign    ${definition.name}, ${counted(contacts, 'contact')} in ${list}`,
    `First call  ${first === null ? 'none: no window opens' : firstText(first)}`,
    `Caller ID   ${[...senders].join(', ')}`,
  ];
}

/** Returns `Ada Lovelace, +442071838750, Mon 09:00 Europe/London`. */
function firstText({ name, address, at, timeZone }: NonNullable<ExpectedCalls['first']>): string {
  return [...(name === null ? [] : [name]), address, `${clockTime(at, timeZone)} ${timeZone}`].join(', ');
}
