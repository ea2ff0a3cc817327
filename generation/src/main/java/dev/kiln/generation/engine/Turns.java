package dev.kiln.generation.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Shares a device among the networks that are called on it. It has so many places for calls: on a
 * CPU one for each core, of which a call takes as many as it has threads; on an accelerator one. A
 * call begins when a place is free, even if it takes more of them, since a core that waits for
 * another would be lost; else it waits for its turn. On a CPU a short call of a network that comes
 * from a pause begins at once: the cores' time is shared by the operating system as well.
 *
 * <p>Who goes next is decided by start-time fair queueing (Goyal, Vin, Cheng, SIGCOMM 1996), with
 * several calls at a time (SFQ(D): Jin, Chase, Kaur, SIGMETRICS 2004). Each network has a virtual
 * time, which advances by the device time of its calls, places times nanoseconds. The least goes
 * next, and of equals who asked first. What a call takes is known at its end; until then it counts
 * as the one before. Who comes back from a pause goes on at the virtual time of the call that began
 * last, so that nobody saves up a credit.
 *
 * <p>The bound: over any while in which two networks have calls waiting, their device times differ
 * by at most {@code (2 c + 1) (a + b)}, with the longest calls a and b of the two and up to c calls
 * side by side; SFQ(D) gives {@code (c + 1) (a + b)} where the cost of a call is known beforehand.
 * So none starves, however many calls others have waiting, and however long they are.
 *
 * <p>A network with samples of a higher priority goes before others, for three times as long as
 * their calls take: those keep a quarter of the device. Who overtakes falls back behind those that
 * it overtook and no further, so that it owes nothing when it is urgent no more.
 *
 * <p>A call that takes longer than {@link #LAPSE_NANOS} goes on, but nobody waits for it any more:
 * one that hangs holds up other networks for that long at most, whatever limit calls have.
 *
 * <p>Safe for many threads: what they share is under the lock of this, for well under a
 * microsecond, and allocates nothing. Who has to wait sleeps outside of it.
 */
final class Turns {

  /** After so long, nobody waits for a call that does not end. */
  static final long LAPSE_NANOS = 2_000_000_000;

  /** A call is short whose network's last one took less device time than this. */
  static final long SHORT_NANOS = 1_000_000;

  /** Calls that overtake may take so many times as long as those that they do. */
  private static final int OVERTAKING = 3;

  /** Without calls side by side for so long, a device counts as quiet. */
  static final long QUIET_NANOS = 50_000_000;

  private final int places;
  private final LongSupplier nanoClock;
  private final AtomicInteger underWay = new AtomicInteger();
  private volatile long sharedAt;

  // Under the lock of this.
  private final List<Turn> waiting = new ArrayList<>();
  private int free;
  private long virtualTime;
  private long overtaken; // device time of calls that overtook, less what those they did had since
  private int overtaker; // how urgent the most urgent of them was
  private long asked;

  /**
   * The turns of one device.
   *
   * @param places for how many threads of calls it has room
   * @param nanoClock what calls are timed with
   */
  Turns(int places, LongSupplier nanoClock) {
    this.places = places;
    this.free = places;
    this.nanoClock = nanoClock;
    this.sharedAt = nanoClock.getAsLong() - QUIET_NANOS;
  }

  /** What a network has of the device; belongs to the lock of its {@link Turns}. */
  static final class Share {
    private final Turns turns;
    private final int places;
    private long time;
    private long lastCost;
    private int present;
    private volatile IntSupplier urgency = () -> 0;

    private Share(Turns turns, int places) {
      this.turns = turns;
      this.places = places;
    }

    /**
     * The turn of one of its callers, again and again.
     *
     * @param over whether the caller is to end, so that it waits no longer; then it is to be woken
     */
    Turn turn(BooleanSupplier over) {
      return new Turn(turns, this, over);
    }

    /**
     * Has some of its calls overtake others.
     *
     * @param now how urgent the network's calls are now; asked under the lock of the turns
     */
    void urgency(IntSupplier now) {
      urgency = now;
    }

    /** Whether a call would not have to wait now. */
    boolean hasRoom() {
      synchronized (turns) {
        return turns.waiting.isEmpty() && turns.free > 0;
      }
    }

    /**
     * Whether no call is under way on the device, of whichever network, nor have two been for a
     * while: then the next one will most likely have the device to itself.
     */
    boolean isQuiet() {
      return turns.underWay.get() == 0
          && turns.nanoClock.getAsLong() - turns.sharedAt >= QUIET_NANOS;
    }
  }

  /**
   * Another network is called on the device.
   *
   * @param wanted how many each of its calls takes, if the device has so many
   */
  Share share(int wanted) {
    return new Share(this, Math.min(wanted, places));
  }

  /** How many wait. */
  synchronized int waiting() {
    return waiting.size();
  }

  /** Whether a turn has a place now; unless it has, it is in the queue. */
  synchronized boolean ask(Turn turn) {
    Share share = turn.share();
    if (turn.state() == Turn.State.AWAY) {
      if (share.present == 0) {
        share.time = Math.max(share.time, virtualTime);
      }
      share.present++;
      if (places > 1 && isShort(share) && share.present == 1 && share.time == virtualTime) {
        grant(turn, false);
      } else {
        queue(turn);
      }
    } else if (turn.state() == Turn.State.KEPT) {
      charge(turn);
      free += share.places;
      queue(turn);
    }
    return turn.isHere();
  }

  private static boolean isShort(Share share) {
    return share.lastCost > 0 && share.lastCost < SHORT_NANOS;
  }

  private void queue(Turn turn) {
    turn.queued(asked++);
    waiting.add(turn);
    grantWhatFits();
  }

  private void grantWhatFits() {
    Turn next = next();
    while (next != null && free > 0) {
      boolean overtakes = next != due() && firstBelow(urgency(next)) != null;
      waiting.remove(next);
      grant(next, overtakes);
      next = next();
    }
  }

  /** The one whose turn is next, or null when nobody waits. */
  private @Nullable Turn next() {
    Turn due = due();
    return due != null ? due : mostUrgent();
  }

  /** The first by time of those that are most urgent, or null when nobody waits. */
  private @Nullable Turn mostUrgent() {
    Turn most = null;
    for (int i = 0; i < waiting.size(); i++) {
      Turn other = waiting.get(i);
      if (most == null || isMoreUrgent(other, most)) {
        most = other;
      }
    }
    return most;
  }

  private static boolean isMoreUrgent(Turn a, Turn b) {
    int urgencyA = urgency(a);
    int urgencyB = urgency(b);
    return urgencyA != urgencyB ? urgencyA > urgencyB : precedes(a, b);
  }

  /** The one that was overtaken for long enough, or null when there is none. */
  private @Nullable Turn due() {
    Turn due = overtaken > 0 ? firstBelow(overtaker) : null;
    return due != null && overtaken > OVERTAKING * due.share().lastCost ? due : null;
  }

  /** The first by time of those that are less urgent, or null when there is none. */
  private @Nullable Turn firstBelow(int urgency) {
    Turn first = null;
    for (int i = 0; i < waiting.size(); i++) {
      Turn other = waiting.get(i);
      if (urgency(other) < urgency && (first == null || precedes(other, first))) {
        first = other;
      }
    }
    return first;
  }

  private static int urgency(Turn turn) {
    return turn.share().urgency.getAsInt();
  }

  private static boolean precedes(Turn a, Turn b) {
    long timeA = a.share().time;
    long timeB = b.share().time;
    return timeA != timeB ? timeA < timeB : a.number() < b.number();
  }

  private void grant(Turn turn, boolean overtakes) {
    Share share = turn.share();
    free -= share.places;
    virtualTime = Math.max(virtualTime, share.time);
    long expected = 0;
    if (overtakes) {
      overtaker = overtaken == 0 ? urgency(turn) : Math.max(overtaker, urgency(turn));
    } else {
      expected = share.lastCost;
      if (urgency(turn) < overtaker) {
        overtaken = Math.max(0, overtaken - OVERTAKING * expected);
      }
    }
    share.time += expected;
    turn.since(nanoClock.getAsLong(), expected);
    turn.come(overtakes);
  }

  /** The call of a turn that has a place begins. */
  void begin() {
    if (underWay.incrementAndGet() > 1) {
      sharedAt = nanoClock.getAsLong();
    }
  }

  /** It has ended: the place is kept if the turn is before all that wait, or goes to the next. */
  void end(Turn turn) {
    underWay.decrementAndGet();
    synchronized (this) {
      if (turn.state() == Turn.State.HERE) {
        turn.share().lastCost = charge(turn);
        if (!waiting.isEmpty() && wouldBeNext(turn)) {
          turn.state(Turn.State.KEPT);
          return;
        }
      }
      goAway(turn);
    }
  }

  /**
   * Gives back whatever a turn has, a place or the wait for one; without effect the second time.
   */
  synchronized void leave(Turn turn) {
    if (turn.holdsPlace()) {
      charge(turn);
    }
    goAway(turn);
  }

  /** Whether it would be next if it asked now. */
  private boolean wouldBeNext(Turn turn) {
    turn.number(asked++);
    waiting.add(turn);
    boolean first = next() == turn;
    waiting.remove(turn);
    return first;
  }

  /** Lets others go on beside a turn that has lasted too long. */
  synchronized void lapse(Turn turn) {
    if (turn.state() == Turn.State.HERE) {
      charge(turn);
      free += turn.share().places;
      turn.state(Turn.State.LAPSED);
      grantWhatFits();
    } else if (turn.state() == Turn.State.KEPT) {
      leave(turn);
    }
  }

  /** Puts what it took in the place of what was expected. */
  private long charge(Turn turn) {
    long now = nanoClock.getAsLong();
    Share share = turn.share();
    long cost = share.places * (now - turn.since());
    long time = share.time + cost - turn.expected();
    if (turn.overtook()) {
      overtaken += cost;
      time = Math.min(time, Math.max(share.time, latest()));
    }
    share.time = time;
    turn.since(now, 0);
    return cost;
  }

  /** Where those that wait end, by time. */
  private long latest() {
    long latest = virtualTime;
    for (int i = 0; i < waiting.size(); i++) {
      latest = Math.max(latest, waiting.get(i).share().time);
    }
    return latest;
  }

  private void goAway(Turn turn) {
    if (turn.state() == Turn.State.AWAY) {
      return;
    }
    if (turn.state() == Turn.State.WAITING) {
      waiting.remove(turn);
    } else if (turn.holdsPlace()) {
      free += turn.share().places;
    }
    turn.state(Turn.State.AWAY);
    turn.share().present--;
    grantWhatFits();
  }
}
