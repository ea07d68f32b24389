import { usageError } from './errors.ts';
import type { Output } from './output.ts';
import { pathPart } from './path-part.ts';
import type { VerbInput } from './verb.ts';

/** Whom an emergency stop is about, and the route that sets or lifts it. */
export type Hold = { path: string; who: string };

/** The emergency stop that the arguments ask for; null if they name a campaign. Throws `cli.usage`. */
export function holdPath({
  args,
  options,
  verb,
}: Pick<VerbInput, 'args' | 'options'> & { verb: 'pause' | 'resume' }): Hold | null {
  const client = options.text('client');
  const isAll = options.flag('all');
  if (args[0] !== undefined) {
    if (isAll) throw usageError(`Either a campaign or --all, not both.`);
    return null;
  }
  if (isAll && client !== undefined) throw usageError('Either --client or --all, not both.');
  if (isAll) return { path: `/v1/${verb}`, who: 'Everything' };
  if (client !== undefined) {
    return {
      path: `/v1/clients/${pathPart(client)}/${verb}`,
      who: `Everything of client ${client}`,
    };
  }
  throw usageError(`Name a campaign, or say --all.`, `For instance: ringmaster ${verb} spring-checkup`);
}

export function tellHold({
  output,
  hold: { who },
  done,
  reply,
}: {
  output: Output;
  hold: Hold;
  done: string;
  reply: { changed?: boolean } | null;
}): void {
  output.document(reply);
  output.result(`${who}: ${reply?.changed === false ? `was ${done} already` : done}.`);
}
