import type { Inspection } from '../control.ts';
import type { MailSimulator } from './mail-simulator.ts';
import type { MailScenarioInput } from './scenario.ts';

/** What the control API of the carrier shows of a mail simulator, under /control/mail. */
export function inspectMail(mail: MailSimulator): Inspection {
  return { ...mail, changeScenario: (change) => mail.changeScenario(change as MailScenarioInput) };
}
