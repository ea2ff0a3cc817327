package dev.kiln.streams.tracing;

import dev.kiln.generation.request.Provenance;
import dev.kiln.schemas.FailureCode;
import dev.kiln.streams.contract.Answer.Problem;
import dev.kiln.streams.contract.Answer.Samples;
import dev.kiln.streams.inflight.Entry;
import dev.kiln.streams.topology.RequestTraces;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapPropagator;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * A span for each request: from its record's timestamp to the moment at which its answer leaves,
 * below the span that its headers name. The answer's headers name this span, so that whoever reads
 * the answer goes on below it. Nothing is kept while a request is worked on, so a restart loses no
 * span. Safe for many threads.
 */
final class RequestSpans implements RequestTraces {

  private final TextMapPropagator propagator;
  private final Tracer tracer;
  private final RequestIds ids;
  private final String application;

  /**
   * @param propagator reads and writes headers, such as W3C's traceparent
   * @param tracer of an SDK whose generator of ids is {@code ids}
   * @param application the application's id, which is its consumer group too
   */
  RequestSpans(TextMapPropagator propagator, Tracer tracer, RequestIds ids, String application) {
    this.propagator = propagator;
    this.tracer = tracer;
    this.ids = ids;
    this.application = application;
  }

  @Override
  public Trace answering(Entry request) {
    Context parent = propagator.extract(Context.root(), request.headers(), HeaderCarrier.INSTANCE);
    String topic = request.origin().topic();
    Span span =
        ids.start(
            tracer
                .spanBuilder("process " + topic)
                .setParent(parent)
                .setSpanKind(SpanKind.CONSUMER)
                .setStartTimestamp(request.timestamp(), TimeUnit.MILLISECONDS)
                .setAttribute("messaging.system", "kafka")
                .setAttribute("messaging.operation.name", "process")
                .setAttribute("messaging.operation.type", "process")
                .setAttribute("messaging.consumer.group.name", application)
                .setAttribute("messaging.destination.name", topic)
                .setAttribute(
                    "messaging.destination.partition.id",
                    Integer.toString(request.origin().partition()))
                .setAttribute("messaging.kafka.offset", request.origin().offset()),
            request);
    Headers headers = new RecordHeaders(request.headers());
    propagator.inject(parent.with(span), headers, HeaderCarrier.INSTANCE);
    return new Started(request.withHeaders(headers), span);
  }

  private record Started(Entry request, Span span) implements Trace {

    @Override
    public void answered(Told answer) {
      FailureCode code = answer.code();
      span.setAttribute("kiln.request.id", answer.id())
          .setAttribute(
              "kiln.outcome", code == null ? "generated" : code.name().toLowerCase(Locale.ROOT))
          .setAttribute("kiln.attempt", Math.max(1, request.attempt()));
      if (answer.generator() != null) {
        span.setAttribute("kiln.generator", answer.generator());
      }
      if (answer.answer() instanceof Samples samples) {
        describe(samples);
      }
      if (code != null) {
        span.setAttribute("error.type", code.name());
        span.setStatus(
            StatusCode.ERROR,
            answer.answer() instanceof Problem problem ? problem.sentence() : code.name());
      }
      span.end(Math.max(request.timestamp(), answer.atMs()), TimeUnit.MILLISECONDS);
    }

    private void describe(Samples samples) {
      Provenance made = samples.generated().provenance();
      var timings = samples.generated().timings();
      span.setAttribute("kiln.generator.version", made.version())
          .setAttribute("kiln.sampler", made.sampler())
          .setAttribute("kiln.steps", made.steps())
          .setAttribute("kiln.samples", samples.generated().samples().size())
          .setAttribute("kiln.network.calls", timings.networkCalls())
          .setAttribute("kiln.wait.us", TimeUnit.NANOSECONDS.toMicros(timings.waitNanos()))
          .setAttribute("kiln.engine.us", TimeUnit.NANOSECONDS.toMicros(timings.totalNanos()));
    }
  }
}
