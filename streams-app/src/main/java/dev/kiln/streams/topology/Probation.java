package dev.kiln.streams.topology;

import java.util.ArrayList;
import java.util.List;

/**
 * The first requests after a death. They begin only once it is committed that they did: the one
 * that killed the process, if it was never committed, comes again from its topic with them, and
 * would else kill it again, uncounted. For the stream thread alone.
 */
final class Probation {

  private final Submissions submissions;
  private final Outlet outlet;
  private final CommitPace pace;
  private final List<Flight> held = new ArrayList<>();
  private final List<Flight> committed = new ArrayList<>();
  private int left;

  /**
   * @param first how many requests it takes
   * @param pace of the stream thread
   */
  Probation(int first, Submissions submissions, Outlet outlet, CommitPace pace) {
    this.left = first;
    this.submissions = submissions;
    this.outlet = outlet;
    this.pace = pace;
  }

  /** Takes a request, or begins it. */
  void begin(Flight flight) {
    if (left > 0) {
      left--;
      held.add(flight);
    } else {
      submissions.begin(flight, outlet.nowMs());
    }
  }

  /** Begins those that were committed since the last time. */
  void beginCommitted() {
    committed.forEach(flight -> submissions.begin(flight, outlet.nowMs()));
    committed.clear();
  }

  /** All that are held share one commit: it costs the same for one as for a thousand. */
  void commitHeld() {
    if (!held.isEmpty() && pace.isDueFor(held.size())) {
      outlet.commit();
      committed.addAll(held);
      held.clear();
    }
  }

  /** Whether some have not begun. */
  boolean isHolding() {
    return !held.isEmpty() || !committed.isEmpty();
  }
}
