package dev.kiln.streams.topology;

import dev.kiln.schemas.FailureCode;
import dev.kiln.streams.contract.Answer;
import dev.kiln.streams.contract.Answer.Samples;
import dev.kiln.streams.contract.AnswerWriter;
import dev.kiln.streams.contract.RegistryAwayException;
import dev.kiln.streams.contract.Written;
import dev.kiln.streams.inflight.InFlightStore;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets answers leave, in the order of their keys: the answer forwarded and the request deleted from
 * the store, in one callback. That a request expired is told in time, whoever is before it. For the
 * stream thread alone.
 */
final class Releases {

  private static final Logger LOG = LoggerFactory.getLogger(Releases.class);

  private final KeyLines lines;
  private final BlobWrites blobs;
  private final AnswerWriter writer;
  private final RetryPause pause;
  private final InFlightStore store;
  private final Outlet outlet;
  private final AnswerMetrics metrics;
  private final RequestTraces traces;
  private final Deque<Flight> ready = new ArrayDeque<>();

  /**
   * The releases of one task.
   *
   * @param pause how long the registry is left alone when it does not answer
   * @param blobs keeps samples that are too large for a record
   * @param traces what the headers of answers are to say
   */
  Releases(
      ReleaseOrder order,
      AnswerWriter writer,
      BlobWrites blobs,
      RetryPause pause,
      InFlightStore store,
      Outlet outlet,
      AnswerMetrics metrics,
      RequestTraces traces) {
    this.lines = new KeyLines(order);
    this.writer = writer;
    this.blobs = blobs;
    this.pause = pause;
    this.store = store;
    this.outlet = outlet;
    this.metrics = metrics;
    this.traces = traces;
  }

  /** A request takes its place in the line of its key. */
  void expect(Flight flight) {
    lines.join(flight);
  }

  /** Those of one key that have not left, the first first. */
  List<Flight> of(byte[] key) {
    return lines.of(key);
  }

  /** A request has its answer; the first one counts. */
  void answered(Flight flight, Answer answer) {
    if (flight.isAnswered()) {
      return;
    }
    flight.answered(answer);
    if (isExpiry(answer) || lines.mayLeave(flight)) {
      ready.addLast(flight);
    }
  }

  /** Lets all leave that may, and returns them. */
  List<Flight> release() {
    List<Flight> gone = new ArrayList<>();
    blobs.step(outlet.nowMs());
    for (var kept = blobs.poll(); kept != null; kept = blobs.poll()) {
      kept.flight().answered(kept.answer());
      ready.addLast(kept.flight());
    }
    while (!ready.isEmpty() && !pause.lasts(outlet.nowMs())) {
      Flight flight = ready.getFirst();
      RequestTraces.Trace trace = traces.answering(flight.entry());
      Written written = written(flight, trace);
      if (written == null) {
        break;
      }
      ready.removeFirst();
      if (written instanceof Written.Oversized large
          && flight.answer() instanceof Samples samples) {
        blobs.begin(flight, samples, large.blobs());
        blobs.step(outlet.nowMs());
        continue;
      }
      if (written instanceof Written.Records all) {
        all.records().forEach(record -> outlet.forward(flight.entry(), record));
        metrics.answered(flight, all, trace, outlet.nowMs());
      }
      store.delete(flight.entry());
      gone.add(flight);
      Flight next = lines.leave(flight);
      if (next != null) {
        ready.addLast(next);
      }
    }
    return gone;
  }

  /** Whether answers wait for the registry or the blob store. */
  boolean areWaiting() {
    return !ready.isEmpty() || blobs.areOpen();
  }

  private static boolean isExpiry(Answer answer) {
    return answer instanceof Answer.Problem problem && problem.code() == FailureCode.EXPIRED;
  }

  /** What still comes is dropped. */
  void close() {
    blobs.close();
  }

  /** Null while the registry is away. */
  private @Nullable Written written(Flight flight, RequestTraces.Trace trace) {
    Answer answer = Objects.requireNonNull(flight.answer());
    try {
      Written written = writer.write(trace.request(), answer);
      pause.succeeded();
      return written;
    } catch (RegistryAwayException e) {
      LOG.warn("Answers wait for the schema registry: {}", e.getMessage());
      metrics.metrics().registryAway();
      pause.failed(outlet.nowMs());
      return null;
    }
  }
}
