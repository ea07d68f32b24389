import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runHere } from './support/fake-cli.ts';
import { writeCampaign, writeList } from './support/lists.ts';
import { temporaryFolder } from './support/process.ts';

describe('a rehearsal', () => {
  it('says how far it is, and then what would happen', async () => {
    const folder = temporaryFolder();
    const files = [writeCampaign({ folder }), writeList({ folder, people: 3 })];
    const environment = { DATA_DIR: join(folder, 'data') };
    const { code, stdout, stderr } = await runHere(['rehearse', ...files, '--runs', '4'], { environment });
    expect(code).toBe(0);
    expect(stderr).toMatch(/^try-out {2}25 %\ntry-out {2}50 %\ntry-out {2}75 %\n$/m);
    expect(stdout).toMatch(/^People {2}3 = /);
  });
});
