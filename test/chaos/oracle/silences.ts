import { isDone } from '../clients/command-log.ts';
import type { Command } from '../clients/command-log.ts';

/** A period in which a command in force forbids calls. */
export type Silence = {
  /** The promise and the command, for people. */
  why: string;
  from: number;
  to: number;
  forbids: (call: { client: string; campaign: string; number: string }) => boolean;
};

/** Returns when the next command that permits calls again was sent, after the answer to one that forbids them. */
function untilSent(
  commands: readonly Command[],
  { from, allows }: { from: number; allows: (command: Command) => boolean },
): number {
  return Math.min(
    ...commands.filter((command) => allows(command) && command.answeredAt > from).map(({ sentAt }) => sentAt),
    Infinity,
  );
}

function silenceOfPause(pause: Command, commands: readonly Command[]): Silence | null {
  const { campaign, stateAfter } = pause;
  if (stateAfter !== undefined && stateAfter !== 'paused') return null;
  const together = commands.filter(
    (other) =>
      other.campaign === campaign &&
      other.name === 'resume' &&
      other.sentAt < pause.answeredAt &&
      other.answeredAt > pause.sentAt,
  );
  const from = Math.max(pause.answeredAt, ...together.map(({ answeredAt }) => answeredAt));
  const allows = (other: Command): boolean => other.name === 'resume' && other.campaign === campaign;
  return {
    why: `3 pause of ${campaign}`,
    from,
    to: untilSent(commands, { from, allows }),
    forbids: (call) => call.campaign === campaign,
  };
}

function silenceOfStop({ client, answeredAt: from }: Command, commands: readonly Command[]): Silence {
  const allows = (other: Command): boolean => other.name === 'lift' && other.client === client;
  return {
    why: `3 emergency stop of ${client}`,
    from,
    to: untilSent(commands, { from, allows }),
    forbids: (call) => client === '*' || call.client === client,
  };
}

/** Returns the periods in which acknowledged commands forbid calls. */
export function silencesOf(commands: readonly Command[]): readonly Silence[] {
  return commands.filter(isDone).flatMap((command) => {
    const { name, client, campaign, numbers = [], answeredAt: from } = command;
    switch (name) {
      case 'pause':
        return silenceOfPause(command, commands) ?? [];
      case 'stop':
        return silenceOfStop(command, commands);
      case 'suppress': {
        const forbids: Silence['forbids'] = (call) => call.client === client && numbers.includes(call.number);
        return { why: `6 suppression of ${numbers[0]}`, from, to: Infinity, forbids };
      }
      case 'remove': {
        const forbids: Silence['forbids'] = (call) =>
          call.campaign === campaign && numbers.includes(call.number);
        return { why: `3 removal of ${numbers[0]} from ${campaign}`, from, to: Infinity, forbids };
      }
      case 'cancel':
        return {
          why: `3 cancel of ${campaign}`,
          from,
          to: Infinity,
          forbids: (call) => call.campaign === campaign,
        };
      default:
        return [];
    }
  });
}
