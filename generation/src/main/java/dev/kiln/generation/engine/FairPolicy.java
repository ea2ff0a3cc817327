package dev.kiln.generation.engine;

import java.util.List;

/**
 * Rows go by precedence, but for one in eight while somebody has waited for too long: that one goes
 * to whoever was served longest ago.
 *
 * <p>Precedence: the higher priority; then the earlier deadline, before those without; then keys
 * that were given less, as far as it differs by more than {@link #QUANTUM} rows; then what is
 * finished soonest, which lets short requests through long ones and costs those next to nothing;
 * then who came first.
 *
 * <p>The eighth row is why nobody starves. With N rows in progress and calls of c rows, {@code 8 N
 * / c} calls are too long; from then on those that wait as long or longer, at most N rows, get a
 * row in eight. So every sample is served at the latest in each {@code ceil(16 N / c) + 16} calls,
 * whatever precedes it.
 *
 * <p>Allocates nothing. For the lock of its {@link Samples}.
 */
final class FairPolicy implements BatchPolicy {

  /** With N rows in progress and calls of c rows, so many times N / c calls are the bound. */
  static final int BOUND = 16;

  /** Half of the bound is how long one waits before age counts. */
  private static final int PATIENCE = BOUND / 2;

  /** The other half is how long it takes then, with one row in so many by age alone. */
  private static final int AGED = BOUND / 2;

  /** Keys whose rows differ by less are served as one. */
  static final long QUANTUM = 64;

  private int owed; // to those that have waited too long, in rows times AGED

  @Override
  public void take(List<Live> free, int maxRows, long call, List<Live> into) {
    int inAll = rows(free);
    if (inAll <= maxRows) {
      for (int i = 0; i < free.size(); i++) {
        serve(free.get(i), call, into);
      }
      owed = 0;
    } else {
      int rows = takeAged(free, inAll, maxRows, call, into);
      takeByPrecedence(free, maxRows - rows, call, into);
    }
    removeTaken(free);
  }

  private static int rows(List<Live> samples) {
    int rows = 0;
    for (int i = 0; i < samples.size(); i++) {
      rows += samples.get(i).trajectory().rows();
    }
    return rows;
  }

  private int takeAged(List<Live> free, int inAll, int maxRows, long call, List<Live> into) {
    owed += maxRows;
    int rows = 0;
    while (rows < maxRows) {
      Live oldest = oldest(free);
      int needed = oldest.trajectory().rows();
      if ((call - oldest.served()) * maxRows < (long) PATIENCE * inAll) {
        owed = 0;
        break;
      }
      if (AGED * needed > owed || (rows > 0 && rows + needed > maxRows)) {
        break;
      }
      owed -= AGED * needed;
      rows += needed;
      serve(oldest, call, into);
    }
    return rows;
  }

  /** There is one, since not all of them fit into the call. */
  private static Live oldest(List<Live> free) {
    Live oldest = free.get(0);
    for (int i = 1; i < free.size(); i++) {
      Live other = free.get(i);
      if (oldest.isTaken() || (!other.isTaken() && isOlder(other, oldest))) {
        oldest = other;
      }
    }
    return oldest;
  }

  private static boolean isOlder(Live a, Live b) {
    return a.served() != b.served() ? a.served() < b.served() : a.number() < b.number();
  }

  private static void takeByPrecedence(List<Live> free, int room, long call, List<Live> into) {
    sort(free);
    int left = room;
    for (int i = 0; i < free.size() && left > 0; i++) {
      Live next = free.get(i);
      int needed = next.trajectory().rows();
      if (!next.isTaken() && (needed <= left || into.isEmpty())) {
        left -= needed;
        serve(next, call, into);
      }
    }
  }

  /** By insertion: from call to call the order hardly changes. */
  private static void sort(List<Live> free) {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < free.size(); i++) {
      least = Math.min(least, free.get(i).account().used());
    }
    for (int i = 1; i < free.size(); i++) {
      Live moving = free.get(i);
      int to = i;
      while (to > 0 && precedes(moving, free.get(to - 1), least)) {
        free.set(to, free.get(to - 1));
        to--;
      }
      free.set(to, moving);
    }
  }

  private static boolean precedes(Live a, Live b, long least) {
    if (a.job().priority() != b.job().priority()) {
      return a.job().priority() > b.job().priority();
    }
    if (a.job().hasDeadline() != b.job().hasDeadline()) {
      return a.job().hasDeadline();
    }
    if (a.job().hasDeadline() && a.job().deadline() != b.job().deadline()) {
      return a.job().deadline() - b.job().deadline() < 0;
    }
    long aheadA = (a.account().used() - least) / QUANTUM;
    long aheadB = (b.account().used() - least) / QUANTUM;
    if (aheadA != aheadB) {
      return aheadA < aheadB;
    }
    int leftA = a.rowsLeft();
    int leftB = b.rowsLeft();
    return leftA != leftB ? leftA < leftB : a.number() < b.number();
  }

  private static void serve(Live sample, long call, List<Live> into) {
    sample.taken(true);
    sample.served(call);
    sample.account().charge(sample.trajectory().rows());
    into.add(sample);
  }

  private static void removeTaken(List<Live> free) {
    int kept = 0;
    for (int i = 0; i < free.size(); i++) {
      Live sample = free.get(i);
      if (sample.isTaken()) {
        sample.taken(false);
      } else {
        free.set(kept++, sample);
      }
    }
    while (free.size() > kept) {
      free.remove(free.size() - 1);
    }
  }
}
