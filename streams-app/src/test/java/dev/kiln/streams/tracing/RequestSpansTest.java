package dev.kiln.streams.tracing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.schemas.FailureCode;
import dev.kiln.streams.contract.Answer.Problem;
import dev.kiln.streams.inflight.Entry;
import dev.kiln.streams.inflight.Origin;
import dev.kiln.streams.topology.RequestTraces;
import dev.kiln.streams.topology.RequestTraces.Told;
import dev.kiln.streams.topology.RequestTraces.Trace;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RequestSpansTest {

  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String PARENT = "00f067aa0ba902b7";
  private static final String TRACEPARENT = "traceparent";

  private final InMemorySpanExporter exported = InMemorySpanExporter.create();
  private final RequestIds ids = new RequestIds("kiln");
  private final SdkTracerProvider provider =
      SdkTracerProvider.builder()
          .setIdGenerator(ids)
          .addSpanProcessor(SimpleSpanProcessor.create(exported))
          .build();
  private final RequestTraces traces =
      new RequestSpans(
          W3CTraceContextPropagator.getInstance(), provider.get("dev.kiln"), ids, "kiln");

  @AfterEach
  void close() {
    provider.close();
  }

  @Test
  void aRequestIsASpanBelowTheOneThatItsHeadersName() {
    Trace trace = traces.answering(request(7, "00-" + TRACE + "-" + PARENT + "-01"));
    trace.answered(new Told("r-1", "digits", null, null, 1_250));

    SpanData span = only();
    assertThat(span.getTraceId()).isEqualTo(TRACE);
    assertThat(span.getParentSpanId()).isEqualTo(PARENT);
    assertThat(span.getName()).isEqualTo("process generation-requests");
    assertThat(span.getKind()).isEqualTo(SpanKind.CONSUMER);
    assertThat(span.getEndEpochNanos() - span.getStartEpochNanos())
        .isEqualTo(TimeUnit.MILLISECONDS.toNanos(250));
    assertThat(text(span, "kiln.request.id")).isEqualTo("r-1");
    assertThat(text(span, "kiln.generator")).isEqualTo("digits");
    assertThat(text(span, "kiln.outcome")).isEqualTo("generated");
    assertThat(text(span, "messaging.destination.partition.id")).isEqualTo("3");
    assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
  }

  @Test
  void theAnswersHeadersNameTheRequestsSpanAndKeepTheRest() {
    Entry request = request(7, "00-" + TRACE + "-" + PARENT + "-01");
    request.headers().add("tracestate", "congo=t61rcWkgMzE".getBytes(UTF_8));
    request.headers().add("shop", "north".getBytes(UTF_8));

    Trace trace = traces.answering(request);
    trace.answered(new Told("r-1", "digits", null, null, 1_250));

    Headers headers = trace.request().headers();
    assertThat(header(headers, TRACEPARENT))
        .isEqualTo("00-" + TRACE + "-" + only().getSpanId() + "-01");
    assertThat(headers.headers(TRACEPARENT)).hasSize(1);
    assertThat(header(headers, "tracestate")).isEqualTo("congo=t61rcWkgMzE");
    assertThat(header(headers, "shop")).isEqualTo("north");
    assertThat(header(request.headers(), TRACEPARENT)).as("the request's own").contains(PARENT);
  }

  @Test
  void aRequestThatIsAnsweredAgainHasTheSameSpanAndAnotherOneHasAnother() {
    String first = context(request(7, null));

    assertThat(context(request(7, null))).isEqualTo(first).startsWith("00-").endsWith("-01");
    assertThat(context(request(8, null))).isNotEqualTo(first);
  }

  @Test
  void aFailureIsAnErrorWithItsSentence() {
    var problem = new Problem("r-2", FailureCode.BAD_STEPS, "steps must be at least 1, was 0.");
    traces
        .answering(request(7, "nonsense"))
        .answered(new Told("r-2", null, problem, FailureCode.BAD_STEPS, 999));

    SpanData span = only();
    assertThat(span.getParentSpanContext().isValid()).as("begins a trace").isFalse();
    assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(span.getStatus().getDescription()).isEqualTo("steps must be at least 1, was 0.");
    assertThat(text(span, "error.type")).isEqualTo("BAD_STEPS");
    assertThat(text(span, "kiln.generator")).isNull();
    assertThat(span.getEndEpochNanos()).as("not before it began").isEqualTo(1_000_000_000);
  }

  @Test
  void whatTheSenderDoesNotWantRecordedIsNotButGoesOn() {
    Trace trace = traces.answering(request(7, "00-" + TRACE + "-" + PARENT + "-00"));
    trace.answered(new Told("r-1", "digits", null, null, 1_250));

    assertThat(exported.getFinishedSpanItems()).isEmpty();
    assertThat(header(trace.request().headers(), TRACEPARENT))
        .startsWith("00-" + TRACE)
        .endsWith("-00");
  }

  @Test
  void anAnswerThatHasToBeWrittenAgainLaterIsNoSpanYet() {
    var unused = traces.answering(request(7, null));

    assertThat(exported.getFinishedSpanItems()).isEmpty();
  }

  private SpanData only() {
    assertThat(exported.getFinishedSpanItems()).hasSize(1);
    return exported.getFinishedSpanItems().get(0);
  }

  private @Nullable String context(Entry request) {
    return header(traces.answering(request).request().headers(), TRACEPARENT);
  }

  private static Entry request(long offset, @Nullable String traceparent) {
    Headers headers = new RecordHeaders();
    if (traceparent != null) {
      headers.add(TRACEPARENT, traceparent.getBytes(UTF_8));
    }
    var origin = new Origin("generation-requests", 3, offset);
    return new Entry(origin, null, new byte[] {'{'}, headers, 1_000, 1, 1, 0);
  }

  private static @Nullable String header(Headers headers, String name) {
    return HeaderCarrier.INSTANCE.get(headers, name);
  }

  private static @Nullable String text(SpanData span, String name) {
    return span.getAttributes().get(AttributeKey.stringKey(name));
  }
}
