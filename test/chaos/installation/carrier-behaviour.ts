/** Lets the calls of the carrier be short, and lets it lose and repeat a part of its callbacks. */
export async function quicken(carrierUrl: string): Promise<void> {
  const post = async (path: string, body: unknown): Promise<void> => {
    const init = {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    };
    const answer = await fetch(`${carrierUrl}/control/${path}`, init);
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  };
  await post('scenario', {
    timings: {
      ringAfterMs: [200, 800],
      answerAfterMs: [500, 2_500],
      busyAfterMs: [300, 1_000],
      noAnswerAfterMs: [2_000, 4_000],
      talkMs: [500, 4_000],
      keyAfterMs: [200, 600],
      recordDelayMs: [0, 1_000],
      playMs: 500,
    },
  });
  const rare = (fault: string, probability: number): object => ({ fault, probability });
  await post('faults', [
    rare('accepted-then-reset', 0.01),
    rare('reject-503', 0.01),
    rare('callback-lost', 0.02),
    rare('callback-duplicate', 0.03),
    rare('hangup-before-reply', 0.03),
  ]);
}
