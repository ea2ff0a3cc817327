package dev.kiln.streams.topology;

import dev.kiln.schemas.FailureCode;
import dev.kiln.streams.contract.Answer.Problem;
import dev.kiln.streams.inflight.Entry;
import dev.kiln.streams.inflight.InFlightStore;
import dev.kiln.streams.inflight.Origin;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One task's requests in flight, from one {@code init} to the next {@code close}: when which of
 * them begins, and which are with whom. Everything happens on the stream thread, between commits;
 * each of these methods leaves store and answers in a state that may be committed.
 */
final class InFlightRequests {

  private final InFlightOptions options;
  private final InFlightStore store;
  private final Outlet outlet;
  private final Submissions submissions;
  private final Releases releases;
  private final Map<Origin, Flight> flights = new HashMap<>();
  private final Backlog backlog;
  private final Recovery recovery;
  private final List<Flight> held = new ArrayList<>();
  private final List<Flight> committed = new ArrayList<>();
  private @Nullable Flight suspect;
  private int probation;

  /**
   * @param recovery makes the recovery of a backlog
   */
  InFlightRequests(
      InFlightOptions options,
      InFlightStore store,
      Outlet outlet,
      Submissions submissions,
      Releases releases,
      Function<Backlog, Recovery> recovery) {
    this.options = options;
    this.store = store;
    this.outlet = outlet;
    this.submissions = submissions;
    this.releases = releases;
    this.backlog = new Backlog(store, flights::containsKey);
    this.recovery = recovery.apply(backlog);
    this.probation = options.maxInFlight();
  }

  /** Whether there is nothing to wait for. */
  boolean isIdle() {
    return flights.isEmpty() && backlog.isEmpty() && recovery.isOver();
  }

  /** A new request came. */
  void accept(Entry request) {
    Entry entry = request.within(options.maxRecordBytes());
    if (backlog.isEmpty() && mayLaunch()) {
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
    releases.of(key).forEach(this::takeBack);
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
      giveUp(take(giveUp.entry()));
    } else if (next instanceof Recovery.Begin && suspect != null) {
      submissions.begin(suspect, outlet.nowMs());
    }
    committed.forEach(flight -> submissions.begin(flight, outlet.nowMs()));
    committed.clear();
    step();
    committed.addAll(held);
    held.clear();
  }

  /** Takes all back from the engine; they stay in the store. What still comes is dropped. */
  void close() {
    submissions.close();
    flights.values().forEach(Flight::cancel);
    recovery.close();
    if (!isIdle()) {
      store.markClean();
    }
  }

  private void step() {
    release();
    submissions.retry(outlet.nowMs());
    for (Entry entry = nextToLaunch(); entry != null; entry = nextToLaunch()) {
      launch(entry);
    }
    // What was refused at once is answered at once.
    release();
  }

  private void release() {
    for (var next = submissions.poll(); next != null; next = submissions.poll()) {
      releases.answered(next.flight(), next.answer());
    }
    for (Flight flight : releases.release()) {
      flights.remove(flight.entry().origin());
      if (flight == suspect) {
        suspect = null;
        recovery.ended();
      }
    }
  }

  private boolean mayLaunch() {
    return recovery.isOver() && !submissions.isStuck() && flights.size() < options.maxInFlight();
  }

  private @Nullable Entry nextToLaunch() {
    return mayLaunch() ? backlog.next() : null;
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
      submissions.begin(flight, outlet.nowMs());
    }
  }

  private Flight take(Entry entry) {
    var flight = new Flight(entry);
    flights.put(entry.origin(), flight);
    releases.expect(flight);
    return flight;
  }

  private void takeBack(Flight flight) {
    releases.answered(
        flight,
        new Problem(
            submissions.id(flight),
            FailureCode.CANCELLED,
            "A record without a value under the same key took the request back."));
    flight.cancel();
  }

  private void giveUp(Flight flight) {
    releases.answered(
        flight,
        new Problem(
            submissions.id(flight),
            FailureCode.TOO_MANY_ATTEMPTS,
            "The process died %d times while it worked on the request."
                .formatted(flight.entry().attempt())));
  }
}
