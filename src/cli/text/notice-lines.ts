import { wrapped } from '../terminal/output.ts';
import type { Output } from '../terminal/output.ts';
import type { CampaignRequests } from '../api/campaign-path.ts';
import type { CampaignView, NoticeView } from '../api/views.ts';

/** Returns what stops a campaign and the command against it. These lines come before all other lines of an answer. */
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

/** Returns the words before the command of a notice. */
export function endVerb(command: string): string {
  if (command.includes(' resume')) return 'To lift it';
  return command.endsWith(' doctor') || command.includes(' why ') ? 'To examine it' : 'To start one';
}

/** Writes the notices of a campaign to stderr, before a list on stdout. The JSON output does not change. */
export async function sayCampaignNotices({
  campaign,
  output,
}: {
  campaign: Pick<CampaignRequests, 'get'>;
  output: Output;
}): Promise<void> {
  const { notices } = await campaign.get<Pick<CampaignView, 'notices'>>('');
  for (const line of noticeLines({ notices, output })) output.say(line);
}

/** Writes notices as lines of the result. */
export function tellNotices({ notices, output }: { notices: readonly NoticeView[]; output: Output }): void {
  for (const line of noticeLines({ notices, output })) output.result(line);
}
