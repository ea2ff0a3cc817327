package dev.kiln.streams.topology;

import dev.kiln.generation.engine.Submission;
import dev.kiln.generation.request.Outcome;
import dev.kiln.schemas.FailureCode;
import dev.kiln.schemas.avro.GenerationRequest;
import dev.kiln.streams.contract.Answer;
import dev.kiln.streams.contract.Answer.Problem;
import dev.kiln.streams.contract.AnswerWriter;
import dev.kiln.streams.contract.Outcomes;
import dev.kiln.streams.contract.ReadResult;
import dev.kiln.streams.contract.RegistryAwayException;
import dev.kiln.streams.contract.RequestReader;
import dev.kiln.streams.inflight.Entry;
import dev.kiln.streams.inflight.InFlightStore;
import dev.kiln.streams.inflight.Origin;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One task's requests in flight, from one {@code init} to the next {@code close}. Everything
 * happens on the stream thread, except that the engine's threads add to {@code completions}; so
 * each of these methods leaves store and answers in a state that may be committed.
 */
final class InFlightRequests {

  private static final Logger LOG = LoggerFactory.getLogger(InFlightRequests.class);

  private record Completion(Flight flight, Outcome outcome) {}

  private final InFlightOptions options;
  private final Generation generation;
  private final RequestReader reader;
  private final AnswerWriter writer;
  private final InFlightStore store;
  private final Outlet outlet;
  private final Backlog backlog;
  private final Recovery recovery;
  private final KeyLines lines;
  private final RetryPause readPause;
  private final RetryPause writePause;
  private final Map<Origin, Flight> flights = new HashMap<>();
  private final Deque<Flight> unread = new ArrayDeque<>();
  private final Deque<Flight> ready = new ArrayDeque<>();
  private final Queue<Completion> completions = new ConcurrentLinkedQueue<>();
  private final List<Flight> held = new ArrayList<>();
  private final List<Flight> committed = new ArrayList<>();
  private @Nullable Flight suspect;
  private int probation;
  private volatile boolean closed;

  InFlightRequests(
      InFlightOptions options,
      Generation generation,
      RequestReader reader,
      AnswerWriter writer,
      InFlightStore store,
      SoloLane lane,
      Outlet outlet) {
    this.options = options;
    this.generation = generation;
    this.reader = reader;
    this.writer = writer;
    this.store = store;
    this.outlet = outlet;
    this.backlog = new Backlog(store, flights::containsKey);
    this.recovery = new Recovery(store, backlog, lane, options.maxAttempts(), outlet::commit);
    this.probation = options.maxInFlight();
    this.lines = new KeyLines(options.order());
    this.readPause = new RetryPause(options.retryBackoff(), options.maxRetryBackoff());
    this.writePause = new RetryPause(options.retryBackoff(), options.maxRetryBackoff());
  }

  /** Whether there is nothing to wait for. */
  boolean isIdle() {
    return flights.isEmpty() && backlog.isEmpty() && recovery.isOver();
  }

  /** A new request came. */
  void accept(Entry request) {
    Entry entry = request.within(options.maxRecordBytes());
    if (recovery.isOver() && backlog.isEmpty() && unread.isEmpty() && hasRoom()) {
      backlog.pass(entry.origin());
      launch(entry);
    } else {
      store.put(entry);
      backlog.add(entry.origin());
    }
    step();
  }

  /** Everything of a key that is not answered yet is taken back. */
  void cancel(byte[] key) {
    for (Flight flight : lines.of(key)) {
      takeBack(flight);
    }
    for (Entry entry = backlog.next(key); entry != null; entry = backlog.next(key)) {
      takeBack(take(entry));
    }
    step();
  }

  /**
   * What the punctuator does; between two of these the stream thread commits if it was asked to.
   */
  void tick() {
    Recovery.Step next = recovery.tick();
    if (next instanceof Recovery.Reserve reserve) {
      suspect = take(reserve.entry());
    } else if (next instanceof Recovery.GiveUp giveUp) {
      Flight flight = take(giveUp.entry());
      answered(flight, tooManyAttempts(flight));
    } else if (next instanceof Recovery.Begin && suspect != null) {
      begin(suspect);
    }
    committed.forEach(this::begin);
    committed.clear();
    step();
    committed.addAll(held);
    held.clear();
  }

  /** Takes all back from the engine; they stay in the store. What still comes is dropped. */
  void close() {
    closed = true;
    flights.values().forEach(Flight::cancel);
    recovery.close();
    if (!isIdle()) {
      store.markClean();
    }
  }

  private void step() {
    collect();
    release();
    admit();
    // What was refused at once is answered at once.
    collect();
    release();
  }

  private void collect() {
    for (Completion done = completions.poll(); done != null; done = completions.poll()) {
      GenerationRequest request = done.flight().request();
      if (request != null) {
        Flight flight = done.flight();
        Outcomes.answer(flight.id(), request, done.outcome())
            .ifPresent(answer -> answered(flight, answer));
      }
    }
  }

  private void release() {
    while (!ready.isEmpty() && !writePause.lasts(outlet.nowMs())) {
      Flight flight = ready.getFirst();
      Answer answer = flight.answer();
      try {
        if (answer != null) {
          writer
              .write(flight.entry(), answer)
              .forEach(record -> outlet.forward(flight.entry(), record));
        }
        writePause.succeeded();
      } catch (RegistryAwayException e) {
        LOG.warn("Answers wait for the schema registry: {}", e.getMessage());
        writePause.failed(outlet.nowMs());
        return;
      }
      ready.removeFirst();
      gone(flight);
    }
  }

  private void gone(Flight flight) {
    Origin origin = flight.entry().origin();
    store.delete(origin);
    flights.remove(origin);
    Flight next = lines.leave(flight);
    if (next != null) {
      ready.addLast(next);
    }
    if (flight == suspect) {
      suspect = null;
      recovery.ended();
    }
  }

  private void admit() {
    while (!unread.isEmpty() && !readPause.lasts(outlet.nowMs())) {
      begin(unread.removeFirst());
    }
    while (recovery.isOver() && unread.isEmpty() && hasRoom()) {
      Entry entry = backlog.next();
      if (entry == null) {
        return;
      }
      launch(entry);
    }
  }

  /**
   * Begins a request, and writes down that it did. The first ones of a life begin only once that is
   * committed: one that kills the process at once would else come again from its topic, uncounted.
   */
  private void launch(Entry entry) {
    Entry begun = entry;
    if (entry.attempt() == 0) {
      begun = entry.nextAttempt();
      store.put(begun);
    }
    Flight flight = take(begun);
    if (probation > 0) {
      probation--;
      held.add(flight);
      outlet.commit();
    } else {
      begin(flight);
    }
  }

  private boolean hasRoom() {
    return flights.size() < options.maxInFlight();
  }

  private Flight take(Entry entry) {
    var flight = new Flight(entry);
    flights.put(entry.origin(), flight);
    lines.join(flight);
    return flight;
  }

  private void begin(Flight flight) {
    if (flight.isAnswered()) {
      return;
    }
    ReadResult result = reader.read(flight.entry(), outlet.nowMs());
    if (result instanceof ReadResult.Later later) {
      LOG.warn("Requests wait for the schema registry: {}", later.sentence());
      readPause.failed(outlet.nowMs());
      unread.addLast(flight);
      return;
    }
    readPause.succeeded();
    if (result instanceof ReadResult.Unusable unusable) {
      answered(flight, unusable.problem());
    } else if (result instanceof ReadResult.Ready request) {
      submit(flight, request);
    }
  }

  private void submit(Flight flight, ReadResult.Ready request) {
    flight.decoded(request.id(), request.request());
    try {
      Submission submission = generation.submit(request.spec());
      flight.submitted(submission);
      var unused = submission.outcome().thenAccept(outcome -> completed(flight, outcome));
    } catch (RuntimeException e) {
      answered(
          flight,
          new Problem(
              flight.id(),
              FailureCode.ENGINE_FAILED,
              "The engine failed: " + e.getMessage() + "."));
    }
  }

  /** On an engine's thread. */
  private void completed(Flight flight, Outcome outcome) {
    if (!closed) {
      completions.add(new Completion(flight, outcome));
    }
  }

  private void answered(Flight flight, Answer answer) {
    if (flight.isAnswered()) {
      return;
    }
    flight.answered(answer);
    if (lines.mayLeave(flight)) {
      ready.addLast(flight);
    }
  }

  private void takeBack(Flight flight) {
    answered(
        flight,
        new Problem(
            flight.id(),
            FailureCode.CANCELLED,
            "A record without a value under the same key took the request back."));
    flight.cancel();
  }

  private Problem tooManyAttempts(Flight flight) {
    return new Problem(
        flight.id(),
        FailureCode.TOO_MANY_ATTEMPTS,
        "The process died %d times while it worked on the request."
            .formatted(flight.entry().attempt()));
  }
}
