import { SpanStatusCode } from '@opentelemetry/api';
import type { Span, SpanContext } from '@opentelemetry/api';

export type { Span } from '@opentelemetry/api';

/** A span that work is part of. Work that is done later, for several spans at once, refers to them by it. */
export type Cause = SpanContext;

/** Ids, codes and counts only: never a number, an address, a name or a text. */
export type SpanAttributes = Readonly<Record<string, string | number>>;

/** What a span belongs to: the spans that caused it, or the sender of a request with these headers. */
export type Origin = { causes: readonly Cause[] } | { headers: Headers };

/** A span to begin. `kind` is `internal` by default. */
export type SpanInput = {
  name: string;
  kind?: 'internal' | 'server' | 'client';
  attributes?: SpanAttributes;
  origin?: Origin;
};

/** Creates spans of OpenTelemetry. */
export type Tracing = {
  /**
   * Runs `work` in a span, and returns or throws what it does. A span without an origin is a child of the current one.
   * With causes it is a child of the first one and has links to the others; without any it begins a trace. Of an error
   * the span has the kind only, because a message may contain personal data.
   */
  inSpan: <Result>(input: SpanInput, work: (span: Span) => Promise<Result>) => Promise<Result>;
  /**
   * Returns the current span in the work of a request; undefined elsewhere. What a turn causes later begins new traces:
   * otherwise a campaign would be one endless trace.
   */
  cause: () => Cause | undefined;
};

/** Marks a span as failed, with a code or a kind of error. */
export function failSpan(span: Span, kind: string): void {
  span.setAttribute('error.type', kind);
  span.setStatus({ code: SpanStatusCode.ERROR });
}
