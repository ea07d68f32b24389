import {
  context,
  createContextKey,
  propagation,
  ProxyTracerProvider,
  ROOT_CONTEXT,
  SpanKind,
  trace,
} from '@opentelemetry/api';
import type { Context, Span, Tracer } from '@opentelemetry/api';
import { failSpan } from './tracing.ts';
import type { Origin, Tracing } from './tracing.ts';

const kinds = { internal: SpanKind.INTERNAL, server: SpanKind.SERVER, client: SpanKind.CLIENT };

/** Set in the context of a request, and not in that of a turn. */
const inRequest = createContextKey('ringmaster.request');

const headerGetter = {
  keys: (headers: Headers): string[] => [...headers.keys()],
  get: (headers: Headers, name: string): string | undefined => headers.get(name) ?? undefined,
};

/**
 * Returns the tracing of the OpenTelemetry SDK that this process has loaded; null if it has loaded none. An SDK that is
 * loaded later is not used.
 */
export function openTracing(): Tracing | null {
  const provider = trace.getTracerProvider();
  const isLoaded =
    !(provider instanceof ProxyTracerProvider) || provider.getDelegateTracer('ringmaster') !== undefined;
  return isLoaded ? createTracing(trace.getTracer('ringmaster')) : null;
}

function createTracing(tracer: Tracer): Tracing {
  return {
    inSpan({ name, kind = 'internal', attributes = {}, origin }, work) {
      const parent = parentOf(origin);
      const links = origin && 'causes' in origin ? origin.causes.slice(1) : [];
      const options = {
        kind: kinds[kind],
        attributes,
        links: links.map((linked) => ({ context: linked })),
      };
      const span = tracer.startSpan(name, options, parent);
      return context.with(trace.setSpan(parent, span), () => finish(span, work));
    },
    cause: () =>
      context.active().getValue(inRequest) === true ? trace.getActiveSpan()?.spanContext() : undefined,
  };
}

function parentOf(origin: Origin | undefined): Context {
  const current = context.active();
  if (!origin) return current;
  if ('causes' in origin) {
    const [first] = origin.causes;
    return first ? trace.setSpanContext(ROOT_CONTEXT, first) : ROOT_CONTEXT;
  }
  // The instrumentation of Node's HTTP server, if it is loaded, has read the headers.
  const sender = trace.getSpan(current)
    ? current
    : propagation.extract(current, origin.headers, headerGetter);
  return sender.setValue(inRequest, true);
}

async function finish<Result>(span: Span, work: (span: Span) => Promise<Result>): Promise<Result> {
  try {
    return await work(span);
  } catch (error) {
    failSpan(span, kindOf(error));
    throw error;
  } finally {
    span.end();
  }
}

function kindOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
