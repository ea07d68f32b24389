import { ImapBad } from './answers.ts';

/** Returns whether a number is in a sequence set such as `1:3,7,10:*`. `last` is the number that `*` stands for. */
export function readSequenceSet({ text, last }: { text: string; last: number }): (number: number) => boolean {
  const ranges = text.split(',').map((part) => {
    const [all, from, to] = /^([1-9]\d{0,9}|\*)(?::([1-9]\d{0,9}|\*))?$/.exec(part) ?? [];
    if (all === undefined) throw new ImapBad(`${part} is not a sequence number or a range`);
    const ends = [from, to ?? from].map((end) => (end === '*' ? last : Number(end)));
    return { low: Math.min(...ends), high: Math.max(...ends) };
  });
  return (number) => ranges.some(({ low, high }) => low <= number && number <= high);
}
