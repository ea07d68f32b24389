import type { Output } from '../terminal/output.ts';

/**
 * Keeps the processes of a finished demo running until Ctrl-C, so that everything it did can be looked at. Without a
 * terminal it returns at once.
 */
export async function stayUp({
  output,
  interrupt,
  url,
  campaign,
}: {
  output: Pick<Output, 'json' | 'say' | 'width'>;
  interrupt: AbortSignal;
  url: string;
  campaign: string;
}): Promise<void> {
  const isTerminal = output.width() !== Infinity;
  if (!isTerminal || output.json || interrupt.aborted) return;
  output.say(`Look    ${url}/campaigns/${campaign}   until Ctrl-C`);
  await new Promise<void>((resolve) => {
    interrupt.addEventListener('abort', () => resolve(), { once: true });
  });
}
