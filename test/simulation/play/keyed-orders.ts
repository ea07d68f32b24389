import { broken } from '../oracle/broken.ts';
import type { KeyedOrder } from '../scenario/keyed-orders.ts';
import { happen, nextInLine } from './happen.ts';
import type { Stage } from './happen.ts';
import { insistOn } from './insist.ts';

const mostEvents = 500;

/** How often the log says that an order with this reason was carried out. */
async function countDone({ world }: Stage, campaign: string, reason: string): Promise<number> {
  const file = world.file();
  if (!file) return 0;
  let [count, afterSeq] = [0, 0];
  for (;;) {
    const page = await file.readEvents({ campaign, afterSeq, limit: mostEvents });
    count += page.filter(({ data }) => 'reason' in data && data.reason === reason).length;
    if (page.length < mostEvents) return count;
    afterSeq = page.at(-1)?.seq ?? Infinity;
  }
}

/** Gives an order with a key and expects that it is done once, and answered as it was done. */
export async function giveOrder(stage: Stage, order: KeyedOrder): Promise<void> {
  const { name, command, downMs } = order;
  const campaign = stage.campaigns[order.campaign] ?? '';
  const position = await nextInLine(stage, campaign);
  const address = stage.scenario.people[(position ?? 0) - 1]?.address;
  if (address === undefined) return;
  if (downMs !== null)
    happen(stage, {
      kind: 'kill',
      afterMs: 0,
      who: 'all',
      crossings: 1,
      at: 'after store.commitTurn',
      downMs,
    });
  const { status, body } = await insistOn(stage, {
    key: name,
    method: 'POST',
    path: `/v1/campaigns/${campaign}/contacts/${encodeURIComponent(address)}/${command}`,
    body: { reason: name },
  });
  if (status !== 200 && status !== 409) throw new Error(`${name} is answered with ${status}: ${body}`);
  const done = await countDone(stage, campaign, name);
  if (done > 1) broken(`1 done twice: ${name}, to ${command} ${address}, was carried out ${done} times`);
  if (done === 1 && status >= 400)
    broken(`1 done twice: ${name}, to ${command} ${address}, was carried out and is answered with ${status}`);
  if (done === 0 && status < 300)
    broken(
      `8 durable: ${name}, to ${command} ${address}, is answered with ${status} and was not carried out`,
    );
}
