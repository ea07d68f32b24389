import { wrapped } from '../terminal/output.ts';
import type { Output } from '../terminal/output.ts';
import type { CampaignRequests } from '../api/campaign-path.ts';
import type { CampaignView, NoticeView } from '../api/views.ts';

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

/** What the command of a notice does. */
export function endVerb(command: string): string {
  if (command.includes(' resume')) return 'To lift it';
  return command.endsWith(' doctor') || command.includes(' why ') ? 'To look into it' : 'To start one';
}

/** The notices of a campaign to stderr, before a list that goes to stdout. A document and its lines stay as they are. */
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

export function tellNotices({ notices, output }: { notices: readonly NoticeView[]; output: Output }): void {
  for (const line of noticeLines({ notices, output })) output.result(line);
}
