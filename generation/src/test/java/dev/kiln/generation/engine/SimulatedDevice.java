package dev.kiln.generation.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Networks that are called on a device without threads, by a clock that jumps from event to event.
 * Holds that no call begins without a free place, other than short ones.
 */
final class SimulatedDevice {

  private final int places;
  private final Turns turns;
  private final List<Caller> callers = new ArrayList<>();
  private long now;
  private int taken;

  SimulatedDevice(int places) {
    this.places = places;
    this.turns = new Turns(places, () -> now);
  }

  /** A network that always has something to call for, unless it is told to rest. */
  final class Network {
    private final Turns.Share share;
    private final int width;
    private final LongSupplier cost;
    private final long gap;
    private boolean resting;
    private int urgency;
    private long used;
    private long longest;
    private long last = Turns.SHORT_NANOS;
    private int calls;

    private Network(int width, long gap, LongSupplier cost) {
      this.share = turns.share(width);
      this.share.urgency(() -> urgency);
      this.width = width;
      this.gap = gap;
      this.cost = cost;
    }

    /** How many places it had, times how many nanoseconds. */
    long used() {
      long sum = used;
      for (Caller caller : callers) {
        if (caller.network == this && caller.calls()) {
          sum += width * (now - caller.began);
        }
      }
      return sum;
    }

    /** The most of one call that has ended. */
    long longest() {
      return longest;
    }

    /** How many calls have begun. */
    int calls() {
      return calls;
    }

    void isUrgent(int value) {
      urgency = value;
    }

    void rests(boolean value) {
      resting = value;
    }
  }

  private final class Caller {
    private final Network network;
    private final Turn turn;
    private long wakes;
    private long began;
    private long ends = -1;

    Caller(Network network) {
      this.network = network;
      this.turn = network.share.turn(() -> false);
    }

    boolean calls() {
      return ends >= 0;
    }

    void act() {
      if (calls() && ends <= now) {
        ends = -1;
        taken -= network.width;
        long cost = network.width * (now - began);
        network.used += cost;
        network.longest = Math.max(network.longest, cost);
        network.last = cost;
        wakes = now + network.gap;
        turn.end();
      } else if (!calls() && network.resting) {
        turn.leave();
      } else if (!calls() && wakes <= now && turn.ask()) {
        began = now;
        ends = now + network.cost.getAsLong();
        network.calls++;
        taken += network.width;
        if (places == 1 || network.last >= Turns.SHORT_NANOS) {
          assertThat(taken - network.width).as("places taken before").isLessThan(places);
        }
        turn.begin();
      }
    }

    /** When it does something next. */
    long next() {
      if (calls()) {
        return ends;
      }
      return wakes > now && !network.resting ? wakes : Long.MAX_VALUE;
    }
  }

  /**
   * Adds a network.
   *
   * @param width how many places a call takes
   * @param count how many callers it has
   * @param gap how long a caller is away between two calls
   * @param cost how long the next call takes
   */
  Network network(int width, int count, long gap, LongSupplier cost) {
    Network network = new Network(width, gap, cost);
    for (int i = 0; i < count; i++) {
      callers.add(new Caller(network));
    }
    return network;
  }

  /** Lets so much time pass. */
  void run(long nanos) {
    run(nanos, () -> {});
  }

  /**
   * Lets so much time pass.
   *
   * @param afterEach looks on after each event
   */
  void run(long nanos, Runnable afterEach) {
    long end = now + nanos;
    while (now <= end) {
      // Twice, since an end may give the turn to one that was asked before.
      callers.forEach(Caller::act);
      callers.forEach(Caller::act);
      afterEach.run();
      now = Math.min(end + 1, callers.stream().mapToLong(Caller::next).min().orElseThrow());
    }
  }
}
