package dev.kiln.streams.topology;

import dev.kiln.generation.engine.Submission;
import dev.kiln.generation.request.Outcome;
import dev.kiln.schemas.FailureCode;
import dev.kiln.schemas.avro.GenerationRequest;
import dev.kiln.streams.contract.Answer;
import dev.kiln.streams.contract.Answer.Problem;
import dev.kiln.streams.contract.Outcomes;
import dev.kiln.streams.contract.ReadResult;
import dev.kiln.streams.contract.RequestReader;
import dev.kiln.streams.inflight.Entry;
import dev.kiln.streams.secrets.Secrets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Hands requests to the engine and takes answers back. For the stream thread alone, except that the
 * engine's threads add to {@code outcomes}.
 */
final class Submissions {

  private static final Logger LOG = LoggerFactory.getLogger(Submissions.class);

  /** Of what the log of engine and app says of a request. */
  private static final String REQUEST_ID = "requestId";

  /** A request and what it gets. */
  record Answered(Flight flight, Answer answer) {}

  private record Ended(Flight flight, Outcome outcome) {}

  private final Generation generation;
  private final RequestReader reader;
  private final Previews previews;
  private final RetryPause pause;
  private final TopologyMetrics metrics;
  private final Deque<Flight> unread = new ArrayDeque<>();
  private final Deque<Answered> atOnce = new ArrayDeque<>();
  private final Queue<Ended> outcomes = new ConcurrentLinkedQueue<>();
  private final Runnable ring;
  private volatile boolean closed;

  /**
   * @param previews gets to see requests while they are made
   * @param pause how long the registry is left alone when it does not answer
   * @param ring called on any thread once an answer came
   */
  Submissions(
      Generation generation,
      RequestReader reader,
      Previews previews,
      RetryPause pause,
      TopologyMetrics metrics,
      Runnable ring) {
    this.generation = generation;
    this.reader = reader;
    this.previews = previews;
    this.pause = pause;
    this.metrics = metrics;
    this.ring = ring;
  }

  /** Whether there is an answer for {@link #poll}. */
  boolean haveAnswers() {
    return !outcomes.isEmpty() || !atOnce.isEmpty();
  }

  /** Whether some cannot be read yet, so that no others should begin. */
  boolean isStuck() {
    return !unread.isEmpty();
  }

  /** When a request that has to wait expires, as far as that can be known now. */
  long deadline(Entry entry, long nowMs) {
    if (isStuck() || pause.lasts(nowMs)) {
      return Entry.NEVER;
    }
    try {
      Long deadline = reader.deadline(entry);
      if (deadline == null) {
        pause.failed(nowMs);
        return Entry.NEVER;
      }
      return deadline;
    } catch (RuntimeException e) {
      // Told when it is its turn.
      LOG.atDebug()
          .addKeyValue(REQUEST_ID, entry.origin())
          .setCause(e)
          .log("A request cannot be read.");
      return Entry.NEVER;
    }
  }

  /** Reads a request and submits it; keeps it while it cannot be read. */
  void begin(Flight flight, long nowMs) {
    if (flight.isAnswered()) {
      return;
    }
    if (pause.lasts(nowMs)) {
      unread.addLast(flight);
      return;
    }
    ReadResult result;
    try {
      result = reader.read(flight.entry(), nowMs);
    } catch (RuntimeException e) {
      failed(flight, e);
      return;
    }
    if (result instanceof ReadResult.Later later) {
      LOG.warn("Requests wait for the schema registry: {}", later.sentence());
      metrics.registryAway();
      pause.failed(nowMs);
      unread.addLast(flight);
      return;
    }
    pause.succeeded();
    if (result instanceof ReadResult.Unusable unusable) {
      if (unusable.request() != null) {
        flight.decoded(unusable.problem().requestId(), unusable.request());
      }
      atOnce.add(new Answered(flight, unusable.problem()));
    } else if (result instanceof ReadResult.Ready request) {
      submit(flight, request);
    }
  }

  /** Tries again what could not be read, if it is time. */
  void retry(long nowMs) {
    while (!unread.isEmpty() && !pause.lasts(nowMs)) {
      begin(unread.removeFirst(), nowMs);
    }
  }

  /** The next request that has its answer; null when there is none now. */
  @Nullable Answered poll() {
    Answered next = atOnce.poll();
    while (next == null) {
      Ended ended = outcomes.poll();
      if (ended == null) {
        return null;
      }
      next = answered(ended);
    }
    return next;
  }

  /** The id for an answer that does not come from the engine, to a request that may be unread. */
  String id(Flight flight) {
    return flight.request() == null ? reader.id(flight.entry()) : flight.id();
  }

  /** What still comes is dropped. */
  void close() {
    closed = true;
  }

  private void submit(Flight flight, ReadResult.Ready request) {
    flight.decoded(request.id(), request.request());
    // The engine's lines about this request carry what is said of it here.
    MDC.put(REQUEST_ID, flight.id());
    try {
      Submission submission =
          generation.submit(request.spec(), previews.box(flight, request.spec()));
      flight.submitted(submission);
      var unused = submission.outcome().thenAccept(outcome -> ended(flight, outcome));
    } catch (RuntimeException e) {
      failed(flight, e);
    } finally {
      MDC.remove(REQUEST_ID);
    }
  }

  /** On an engine's thread, or at once. */
  private void ended(Flight flight, Outcome outcome) {
    if (!closed) {
      outcomes.add(new Ended(flight, outcome));
      ring.run();
    }
  }

  private static @Nullable Answered answered(Ended ended) {
    Flight flight = ended.flight();
    GenerationRequest request = flight.request();
    if (request == null || flight.isAnswered()) {
      return null;
    }
    Answer answer = Outcomes.answer(flight.id(), request, ended.outcome()).orElse(null);
    if (answer == null) {
      LOG.atWarn()
          .addKeyValue(REQUEST_ID, flight.id())
          .log("The engine dropped a request; it waits for the next start.");
      return null;
    }
    return new Answered(flight, answer);
  }

  private void failed(Flight flight, RuntimeException e) {
    LOG.atWarn()
        .addKeyValue(REQUEST_ID, flight.id())
        .setCause(e)
        .log("A request could not be handled.");
    var problem =
        new Problem(
            flight.id(),
            FailureCode.ENGINE_FAILED,
            Secrets.mask("The request could not be handled: " + e.getMessage() + "."));
    atOnce.add(new Answered(flight, problem));
  }
}
