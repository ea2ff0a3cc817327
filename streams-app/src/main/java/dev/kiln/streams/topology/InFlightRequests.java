package dev.kiln.streams.topology;

import dev.kiln.schemas.FailureCode;
import dev.kiln.streams.contract.Answer.Problem;
import dev.kiln.streams.inflight.Entry;
import dev.kiln.streams.inflight.InFlightStore;
import dev.kiln.streams.inflight.Origin;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One task's requests in flight, from one {@code init} to the next {@code close}: when which of
 * them begins, and which are with whom. Everything happens on the stream thread, between commits;
 * each of these methods leaves store and answers in a state that may be committed.
 */
final class InFlightRequests implements Doorbell.Listener {

  /** A task without requests for so long ends its life. */
  private static final long REST_MS = 10_000;

  private static final Duration TICKS_AT_REST = Duration.ofMillis(500);

  /** How many may leave out of turn in one callback, so that none takes long. */
  private static final int OUT_OF_TURN = 256;

  private final InFlightOptions options;
  private final InFlightStore store;
  private final Outlet outlet;
  private final CommitPace pace;
  private final Submissions submissions;
  private final Releases releases;
  private final Previews previews;
  private final Map<Origin, Flight> flights = new HashMap<>();
  private final Backlog backlog;
  private final Recovery recovery;
  private final Probation probation;
  private final Set<Flight> expiring = new HashSet<>();
  private final Deadlines deadlines;
  private final TopologyMetrics metrics;
  private final TopologyMetrics.Task told;
  private final Ticks ticks;
  private final Ending ending;
  private boolean begunAreWatched;
  private @Nullable Flight suspect;
  private int open;
  private long busyMs;

  /**
   * @param pace of the stream thread
   * @param ticks says how soon the next tick has to follow
   * @param recovery makes the recovery of a backlog
   * @param told what is told how many it holds
   * @param ending says when to leave
   */
  InFlightRequests(
      InFlightOptions options,
      InFlightStore store,
      Outlet outlet,
      CommitPace pace,
      Ticks ticks,
      Submissions submissions,
      Releases releases,
      Previews previews,
      Function<Backlog, Recovery> recovery,
      TopologyMetrics metrics,
      TopologyMetrics.Task told,
      Ending ending) {
    this.options = options;
    this.store = store;
    this.outlet = outlet;
    this.pace = pace;
    this.ticks = ticks;
    this.submissions = submissions;
    this.releases = releases;
    this.previews = previews;
    this.backlog = new Backlog(store, flights::containsKey);
    this.recovery = recovery.apply(backlog);
    this.deadlines = new Deadlines(store);
    int first = this.recovery.isAfterDeath() ? options.maxInFlight() : 0;
    this.probation = new Probation(first, submissions, outlet, pace);
    this.metrics = metrics;
    this.told = told;
    this.ending = ending;
    this.busyMs = outlet.nowMs();
    if (!backlog.isEmpty()) {
      metrics.restored(backlog.size());
    }
  }

  /** How often a tick may have something to do; null where none has. */
  @Nullable Duration tickInterval() {
    boolean committed = recovery.isEnded() && !pace.isPending();
    if (committed && (recovery.hasLeft() || holdsNothing())) {
      return null;
    }
    return rests() ? TICKS_AT_REST : ticks.interval();
  }

  @Override
  public long mayWaitNanos() {
    return holdsNothing() && !pace.isPending() && (rests() || recovery.isEnded())
        ? Ticks.LONGEST.toNanos()
        : ticks.mayWaitNanos(submissions.haveAnswers() || previews.haveArrived());
  }

  private boolean holdsNothing() {
    return flights.isEmpty() && backlog.isEmpty();
  }

  private boolean rests() {
    return holdsNothing() && recovery.isOver() && !pace.isPending() && !ending.isRequested();
  }

  /** A new request came. */
  void accept(Entry request) {
    pace.enter();
    Entry entry = request.within(options.maxRecordBytes());
    if (backlog.isEmpty() && mayLaunch()) {
      backlog.pass(entry.origin());
      launch(entry);
    } else {
      deadlines.put(entry.withDeadline(submissions.deadline(entry, outlet.nowMs())));
      backlog.add(entry.origin());
    }
    step();
    looked();
  }

  /** Everything of a key that is not answered yet is taken back. */
  void cancel(byte[] key) {
    pace.enter();
    releases.of(key).forEach(this::takeBack);
    int count = 0;
    Entry entry = backlog.next(key, null);
    while (entry != null) {
      takeBack(take(entry));
      count++;
      if (count % OUT_OF_TURN == 0) {
        release();
      }
      entry = backlog.next(key, entry.origin());
    }
    step();
    looked();
  }

  /**
   * What the punctuator does; between two of these the stream thread commits if it was asked to.
   */
  void tick() {
    pace.enter();
    watchBegun();
    Recovery.Step next = recovery.tick();
    if (next instanceof Recovery.Reserve reserve) {
      suspect = take(reserve.entry());
      if (reserve.entry().attempt() > 1) {
        metrics.retried();
      }
    } else if (next instanceof Recovery.GiveUp giveUp) {
      giveUp(take(giveUp.entry()));
    } else if (next instanceof Recovery.Begin && suspect != null) {
      submissions.begin(suspect, outlet.nowMs());
    }
    probation.beginCommitted();
    expire();
    step();
    probation.commitHeld();
    if (ending.isRequested()) {
      recovery.leave();
    } else {
      rest();
    }
    looked();
  }

  private void looked() {
    boolean waitsForMore =
        !recovery.isOver()
            || probation.isHolding()
            || !expiring.isEmpty()
            || submissions.isStuck()
            || releases.areWaiting()
            || previews.areWaiting();
    ticks.looked(flights.size(), waitsForMore, pace.dueInNanos());
    pace.leave();
  }

  /** A task that has had nothing to do for a while ends its life, and keeps nobody busy. */
  private void rest() {
    if (!rests()) {
      busyMs = outlet.nowMs();
    } else if (outlet.nowMs() - busyMs >= REST_MS) {
      recovery.end();
    }
  }

  /** Takes all back from the engine; they stay in the store. What still comes is dropped. */
  void close() {
    submissions.close();
    releases.close();
    flights.values().forEach(Flight::cancel);
    recovery.close();
    told.closed();
    pace.opened(-open);
  }

  private void step() {
    release();
    submissions.retry(outlet.nowMs());
    for (Entry entry = nextToLaunch(); entry != null; entry = nextToLaunch()) {
      launch(entry);
    }
    // What was refused at once is answered at once.
    release();
    if (previews.step(outlet.nowMs())) {
      pace.previewed();
    }
    told.holds(flights.size(), backlog.size());
    pace();
  }

  private void pace() {
    int now = flights.size() + backlog.size();
    pace.opened(now - open);
    open = now;
    if (pace.isDue()) {
      outlet.commit();
    }
  }

  private void release() {
    for (var next = submissions.poll(); next != null; next = submissions.poll()) {
      releases.answered(next.flight(), next.answer());
    }
    for (Flight flight : releases.release()) {
      flights.remove(flight.entry().origin());
      expiring.remove(flight);
      long tookMs = outlet.nowMs() - flight.sinceMs();
      pace.answered(tookMs);
      ticks.answered(tookMs);
      if (flight == suspect) {
        suspect = null;
        recovery.ended();
      }
    }
  }

  private boolean mayLaunch() {
    return recovery.isOver()
        && !submissions.isStuck()
        && flights.size() - expiring.size() < options.maxInFlight();
  }

  private @Nullable Entry nextToLaunch() {
    return mayLaunch() ? backlog.next() : null;
  }

  /** Begins a request, and writes down that it did. */
  private void launch(Entry entry) {
    Entry begun = entry;
    if (entry.attempt() == 0) {
      begun = entry.nextAttempt();
      store.update(begun);
    }
    probation.begin(take(begun));
  }

  /** Requests that had begun run alone, which may take long: their deadlines hold meanwhile. */
  private void watchBegun() {
    if (begunAreWatched || recovery.isOver()) {
      return;
    }
    begunAreWatched = true;
    Entry entry = store.firstAfter(null, (origin, key) -> !flights.containsKey(origin));
    while (entry != null && entry.attempt() > 0) {
      deadlines.put(entry.withDeadline(submissions.deadline(entry, outlet.nowMs())));
      entry = store.firstAfter(entry.origin(), (origin, key) -> !flights.containsKey(origin));
    }
  }

  /** Answers those that wait and whose deadline has passed; the engine sees to those it has. */
  private void expire() {
    while (expiring.size() < OUT_OF_TURN) {
      Entry entry = deadlines.poll(outlet.nowMs());
      if (entry == null) {
        return;
      }
      if (backlog.remove(entry.origin())) {
        var flight = new Flight(entry, outlet.nowMs());
        flights.put(entry.origin(), flight);
        expiring.add(flight);
        submissions.begin(flight, outlet.nowMs());
      }
    }
  }

  private Flight take(Entry entry) {
    var flight = new Flight(entry, outlet.nowMs());
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
