import { context, propagation, trace } from '@opentelemetry/api';
import { InMemorySpanExporter, NodeTracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-node';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-node';
import { onTestFinished } from 'vitest';

/** A span as a test looks at it. */
export type RecordedSpan = Pick<ReadableSpan, 'name' | 'attributes' | 'status'> & {
  id: string;
  trace: string;
  /** The id of the parent; null at the start of a trace. */
  parent: string | null;
  links: readonly string[];
};

/**
 * Loads an OpenTelemetry SDK that keeps the spans in memory, until the test ends. It is global: the files of a worker share
 * it. Returns the reader of the spans that have ended, in the order of their ends.
 */
export function recordSpans(): () => RecordedSpan[] {
  const exporter = new InMemorySpanExporter();
  const provider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
  provider.register();
  onTestFinished(async () => {
    trace.disable();
    context.disable();
    propagation.disable();
    await provider.shutdown();
  });
  return () =>
    exporter.getFinishedSpans().map((span) => ({
      name: span.name,
      attributes: span.attributes,
      status: span.status,
      id: span.spanContext().spanId,
      trace: span.spanContext().traceId,
      parent: span.parentSpanContext?.spanId ?? null,
      links: span.links.map((link) => link.context.spanId),
    }));
}
