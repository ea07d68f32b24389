import { wrapped } from './output.ts';
import type { Output } from './output.ts';
import type { NoticeView } from './views.ts';

/** What stops a campaign, and the command that ends it: it comes before any other line of an answer. */
export function noticeLines({
  notices,
  output: { paint, width },
}: {
  notices: readonly NoticeView[];
  output: Pick<Output, 'paint' | 'width'>;
}): string[] {
  return notices.flatMap(({ detail, command }) => [
    ...wrapped({ text: detail, width: width() }).map((line) => paint('red', line)),
    `${endVerb(command)}: ${command}`,
  ]);
}

function endVerb(command: string): string {
  if (command.includes(' resume')) return 'To lift it';
  return command.endsWith(' doctor') ? 'To look into it' : 'To start one';
}

export function tellNotices({ notices, output }: { notices: readonly NoticeView[]; output: Output }): void {
  for (const line of noticeLines({ notices, output })) output.result(line);
}
