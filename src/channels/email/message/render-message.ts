import type { EmailStep } from '../step.ts';

/** Fills variables into a text. Values are inserted unchanged. */
export type RenderText = (text: string, variables: Readonly<Record<string, string>>) => string;

export type RenderedMessage = { subject: string; text: string; html: string | null };

/** The only place where the texts of a message are made. The subject is one line, and values in HTML are escaped. */
export function renderMessage({
  step: { subject, text, html, unsubscribe },
  variables,
  unsubscribeUrl,
  render,
}: {
  step: Pick<EmailStep, 'subject' | 'text' | 'html' | 'unsubscribe'>;
  variables: Readonly<Record<string, string>>;
  unsubscribeUrl: string;
  render: RenderText;
}): RenderedMessage {
  const escaped = Object.fromEntries(
    Object.entries(variables).map(([name, value]) => [name, escapeHtml(value)]),
  );
  const textEnd = unsubscribe === null ? '' : `\n\n${unsubscribe}: ${unsubscribeUrl}\n`;
  const link = `<p><a href="${escapeHtml(unsubscribeUrl)}">${escapeHtml(unsubscribe ?? '')}</a></p>`;
  return {
    subject: oneLine(render(subject, variables)),
    text: `${render(text, variables)}${textEnd}`,
    html: html === undefined ? null : withLink(render(html, escaped), unsubscribe === null ? '' : link),
  };
}

/** Puts a link at the end of the body of an HTML document. */
function withLink(html: string, link: string): string {
  const end = html.toLowerCase().lastIndexOf('</body>');
  return end < 0 ? `${html}\n${link}` : `${html.slice(0, end)}${link}\n${html.slice(end)}`;
}

function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (sign) => entities[sign] ?? sign);
}
