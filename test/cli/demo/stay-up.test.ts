import { expect, test } from 'vitest';
import { stayUp } from '../../../src/cli/demo/stay-up.ts';

const url = 'http://127.0.0.1:3000';

async function stay({ width, json = false }: { width: number; json?: boolean }) {
  const said: string[] = [];
  const interrupt = new AbortController();
  const output = { json, say: (line = '') => void said.push(line), width: () => width };
  let isUp = true;
  const staying = stayUp({ output, interrupt: interrupt.signal, url, campaign: 'spring' }).then(() => {
    isUp = false;
  });
  await new Promise(setImmediate);
  return { said, interrupt, staying, isUp: () => isUp };
}

test('on a terminal the demo says where everything can be looked at, and stays up until Ctrl-C', async () => {
  const { said, interrupt, staying, isUp } = await stay({ width: 80 });
  expect(said).toEqual([`Look    ${url}/campaigns/spring   until Ctrl-C`]);
  expect(isUp()).toBe(true);
  interrupt.abort();
  await staying;
  expect(isUp()).toBe(false);
});

test.each([{ width: Infinity }, { width: 80, json: true }])(
  'otherwise it ends at once: %o',
  async (terminal) => {
    const { said, isUp } = await stay(terminal);
    expect({ said, isUp: isUp() }).toEqual({ said: [], isUp: false });
  },
);
