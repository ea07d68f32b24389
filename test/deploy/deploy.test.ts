import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { readConfig } from '../../src/config.ts';
import { settings } from '../../src/settings.ts';

const folder = join(import.meta.dirname, '../../deploy');
const read = (name: string): string => readFileSync(join(folder, name), 'utf8');

const secrets: Readonly<Record<string, string>> = {
  API_KEYS: `ops:admin:*:${'a'.repeat(64)}`,
  MONGODB_URI: 'mongodb://ann:secret@m.example/ringmaster',
};

type Compose = {
  services: Record<string, { environment?: Record<string, string>; command?: string | string[] }>;
};
type CloudRun = {
  spec: {
    template: {
      metadata: { annotations: Record<string, string> };
      spec: { containers: { env: { name: string; value?: string }[]; ports: { containerPort: number }[] }[] };
    };
  };
};

const imageSettings = (): Record<string, string> => {
  const [, line = ''] = /^ENV (.*)$/m.exec(read('Dockerfile')) ?? [];
  return Object.fromEntries(line.split(' ').map((pair) => pair.split('=') as [string, string]));
};

describe('the deployment files', () => {
  test('compose.yaml sets only settings that there are, and the service accepts them', () => {
    const { services } = parse(read('compose.yaml'), { merge: true }) as Compose;
    const instances = Object.entries(services).filter(([name]) => name.startsWith('ringmaster-'));
    expect(instances).toHaveLength(2);
    for (const [, { environment = {} }] of instances) {
      expect(Object.keys(environment).filter((name) => !(name in settings))).toEqual([]);
      const values = Object.entries(environment).map(([name, value]) =>
        value.startsWith('${') ? [name, secrets[name]] : [name, value],
      );
      const config = readConfig({ environment: { ...imageSettings(), ...Object.fromEntries(values) } });
      expect(config).toMatchObject({ STORE: 'mongodb', BUS: 'nats', CARRIER: 'simulator', HOST: '0.0.0.0' });
    }
  });

  test('cloud-run.yaml sets only settings that there are, and the service accepts them', () => {
    const { spec } = parse(read('cloud-run.yaml')) as CloudRun;
    const [container] = spec.template.spec.containers;
    const names = container?.env.map(({ name }) => name) ?? [];
    expect(names.filter((name) => !(name in settings))).toEqual([]);
    const values = container?.env.map(({ name, value }) => [name, value ?? secrets[name] ?? 'secret']) ?? [];
    const config = readConfig({ environment: { ...imageSettings(), ...Object.fromEntries(values) } });
    expect(config).toMatchObject({ CARRIER: 'plivo', STORE: 'mongodb', BUS: 'nats' });
    expect(container?.ports).toEqual([{ containerPort: config.PORT }]);
    expect(spec.template.metadata.annotations).toMatchObject({
      'run.googleapis.com/cpu-throttling': 'false',
    });
  });

  test('the image does not run as root, and its commands are files of the package', () => {
    const text = read('Dockerfile');
    expect(text).toMatch(/^USER node$/m);
    const { services } = parse(read('compose.yaml'), { merge: true }) as Compose;
    const command = /^CMD (\[.*\])$/m.exec(text)?.[1] ?? '[]';
    for (const words of [JSON.parse(command) as string[], services['simulator']?.command as string[]]) {
      expect(words.slice(0, 2)).toEqual(['node', 'node_modules/ringmaster/bin/ringmaster.js']);
    }
  });
});
