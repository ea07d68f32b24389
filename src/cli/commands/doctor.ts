import { createHash, randomBytes } from 'node:crypto';
import { roles } from '../../domain/role.ts';
import { slugSchema } from '../../domain/campaign/slug.ts';
import { usageError } from '../errors.ts';
import { exitCodes } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import { wrapped } from '../terminal/output.ts';
import type { Verb, VerbInput } from '../verb.ts';

const secretBytes = 24;

export const doctor: Verb = {
  name: 'doctor',
  summary: 'Check the settings, the data folder and the carrier; create API keys',
  description:
    'Checks the settings, the data folder, the store, the bus, the port and the carrier. For MongoDB: the version, the replica set, majority writes, permissions, validators, indexes and clocks. For NATS: the connection, and JetStream with its limits. For Plivo: the keys, the credit, the caller IDs of the campaigns, the limits, the clock, and whether a signed callback to PUBLIC_URL arrives. Changes nothing.',
  options: [
    { flags: '--new-key <name>', what: 'create an API key; its secret is shown once' },
    { flags: '--role <role>', what: `the role of the key: ${roles.join(', ')} (default operator)` },
    { flags: '--client <client>', what: 'the client of the key (default: * for all)' },
  ],
  examples: [
    { line: 'ringmaster doctor', what: 'exit code 0 if all checks pass' },
    {
      line: 'ringmaster doctor --new-key ops --role admin',
      what: 'prints a line for API_KEYS and the secret for its user',
    },
  ],
  async run(input) {
    const name = input.options.text('new-key');
    if (name !== undefined) return newKey(input, name);
    for (const option of ['role', 'client']) {
      if (input.options.text(option) !== undefined) throw usageError(`--${option} requires --new-key.`);
    }
    const { examine } = await import('../doctor/examine.ts');
    const findings = await examine({ cli: input.cli, connect: input.connect });
    const { output } = input;
    output.document({ ok: findings.every(({ ok }) => ok), findings });
    const width = Math.max(...findings.map(({ what }) => what.length));
    for (const { ok, what, detail } of findings) {
      const mark = ok ? output.paint('green', '✓') : output.paint('red', '✗');
      const [first = '', ...more] = wrapped({ text: detail, width: output.width() - width - 4 });
      output.result(`${mark} ${what.padEnd(width)}  ${first}`);
      for (const line of more) output.result(`${' '.repeat(width + 4)}${line}`);
    }
    return findings.every(({ ok }) => ok) ? exitCodes.done : exitCodes.fault;
  },
};

function newKey({ options, output }: VerbInput, name: string): ExitCode {
  const role = options.text('role') ?? 'operator';
  const client = options.text('client') ?? '*';
  if (!slugSchema.safeParse(name).success) {
    throw usageError(`--new-key ${name} is not a name.`, 'Use lower-case letters, digits and dashes.');
  }
  if (!roles.some((known) => known === role)) {
    throw usageError(`--role ${role} is not known.`, `Use ${roles.join(', ')}.`);
  }
  if (client !== '*' && !slugSchema.safeParse(client).success) {
    throw usageError(
      `--client ${client} is not a name of a client.`,
      'Use lower-case letters, digits and dashes.',
    );
  }
  const secret = randomBytes(secretBytes).toString('base64url');
  const entry = `${name}:${role}:${client}:${createHash('sha256').update(secret).digest('hex')}`;
  output.document({ secret, entry });
  output.result(`Secret, shown only now:  ${secret}`);
  output.result(`Add to API_KEYS:         ${entry}`);
  output.say('Its user sets RINGMASTER_KEY, or sends Authorization: Bearer <secret>.');
  return exitCodes.done;
}
