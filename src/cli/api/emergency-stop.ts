import { usageError } from '../errors.ts';
import type { Output } from '../terminal/output.ts';
import { pathPart } from './path-part.ts';
import type { VerbInput } from '../verb.ts';

/** An emergency stop: its name for output, and the route that orders or lifts it. */
export type EmergencyStop = { path: string; name: string };

/** Returns the emergency stop that the arguments describe; null if they name a campaign. Throws `cli.usage`. */
export function readEmergencyStop({
  args,
  options,
  verb,
}: Pick<VerbInput, 'args' | 'options'> & { verb: 'pause' | 'resume' }): EmergencyStop | null {
  const client = options.text('client');
  const isAll = options.flag('all');
  if (args[0] !== undefined) {
    if (isAll) throw usageError('Use either a campaign or --all, not both.');
    return null;
  }
  if (isAll && client !== undefined) throw usageError('Use either --client or --all, not both.');
  if (isAll) return { path: `/v1/${verb}`, name: 'Emergency stop of every client' };
  if (client !== undefined) {
    return {
      path: `/v1/clients/${pathPart(client)}/${verb}`,
      name: `Emergency stop of client ${client}`,
    };
  }
  throw usageError('Name a campaign, or use --all.', `For example: ringmaster ${verb} spring-checkup`);
}

/** Writes the result of an order about an emergency stop: `done`, or `already` if nothing has changed. */
export function tellEmergencyStop({
  output,
  stop: { name },
  done,
  already,
  reply,
}: {
  output: Output;
  stop: EmergencyStop;
  done: string;
  already: string;
  reply: { changed?: boolean } | null;
}): void {
  output.document(reply);
  output.result(`${name}: ${reply?.changed === false ? already : done}.`);
}
