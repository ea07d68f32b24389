/**
 * `npm run fuzz:http`: a real service is sent requests that its OpenAPI document allows, and requests that it does not,
 * by schemathesis. Ends with 1 if an answer contradicts the document or is a fault of the service; without schemathesis
 * it says so and ends with 0, or with 1 where `RINGMASTER_TEST_REQUIRE_SERVERS` is set. Options: `--seconds 60`,
 * `--seed 1`, and what follows `--` goes to schemathesis.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { fill } from './fill.ts';
import { findSchemathesis, schemathesisVersion } from './find-schemathesis.ts';
import { startService } from './start-service.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seconds: { type: 'string', default: '60' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
});

/** Streams do not end by themselves. */
const streams = '/(stream|ws)$';

const beside = (name: string): string => new URL(name, import.meta.url).pathname;

async function main(): Promise<number> {
  const program = findSchemathesis(process.env);
  if (program === null) {
    process.stderr.write(
      `SKIPPED: fuzz:http needs schemathesis: pip install schemathesis==${schemathesisVersion}, or set SCHEMATHESIS_BIN.\n`,
    );
    return process.env['RINGMASTER_TEST_REQUIRE_SERVERS'] ? 1 : 0;
  }
  const service = await startService();
  try {
    await fill(service);
    process.stdout.write(`fuzz:http: seed ${values.seed}, ${values.seconds} s\n`);
    const config = beside('schemathesis.toml');
    const options = ['--seed', values.seed, '--max-time', values.seconds, '--exclude-path-regex', streams];
    const run = [
      '--config-file',
      config,
      'run',
      service.document,
      '--url',
      service.url,
      ...options,
      ...positionals,
    ];
    const child = spawn(program, run, {
      stdio: 'inherit',
      // It keeps what it finds in the folder it runs in.
      cwd: service.folder,
      env: { ...process.env, FUZZ_HTTP_KEY: service.secret, SCHEMATHESIS_HOOKS: beside('hooks.py') },
    });
    const [code] = (await once(child, 'exit')) as [number | null];
    const faults = service.log().match(/.*"level":(?:50|60).*/g) ?? [];
    for (const fault of faults.slice(0, 20)) process.stdout.write(`logged: ${fault.slice(0, 2_000)}\n`);
    if (faults.length > 0) process.stdout.write(`${faults.length} errors in the log of the service\n`);
    return code === 0 && faults.length === 0 ? 0 : 1;
  } finally {
    await service.stop();
  }
}

process.exitCode = await main();
