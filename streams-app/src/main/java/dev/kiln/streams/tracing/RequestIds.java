package dev.kiln.streams.tracing;

import dev.kiln.streams.inflight.Entry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.TraceId;
import io.opentelemetry.sdk.trace.IdGenerator;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/**
 * The ids of spans and traces, made of the record that a request came in: a request that is
 * answered again after a crash has the same span again, not another one. Safe for many threads.
 */
final class RequestIds implements IdGenerator {

  /** What the ids of the span that a thread starts are made of. */
  private static final ThreadLocal<@Nullable ByteBuffer> CURRENT = new ThreadLocal<>();

  private final String application;

  /**
   * @param application tells those apart that read the same topic
   */
  RequestIds(String application) {
    this.application = application;
  }

  /** Starts a span that has the ids of that request. */
  Span start(SpanBuilder span, Entry request) {
    CURRENT.set(digest(request));
    try {
      return span.startSpan();
    } finally {
      CURRENT.remove();
    }
  }

  @Override
  public String generateSpanId() {
    ByteBuffer digest = CURRENT.get();
    return digest == null
        ? IdGenerator.random().generateSpanId()
        : SpanId.fromLong(nonZero(digest.getLong(0)));
  }

  /** Asked only where the request's headers name no trace. */
  @Override
  public String generateTraceId() {
    ByteBuffer digest = CURRENT.get();
    return digest == null
        ? IdGenerator.random().generateTraceId()
        : TraceId.fromLongs(nonZero(digest.getLong(Long.BYTES)), digest.getLong(2 * Long.BYTES));
  }

  /** The timestamp tells records apart that stand at the same place in different clusters. */
  private ByteBuffer digest(Entry request) {
    String text = application + '\0' + request.origin() + '\0' + request.timestamp();
    try {
      return ByteBuffer.wrap(
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Ids of zeros alone are none. */
  private static long nonZero(long value) {
    return value == 0 ? 1 : value;
  }
}
