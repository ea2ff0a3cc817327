package dev.kiln.streams.metrics;

import java.time.Duration;
import java.util.Arrays;
import java.util.function.LongSupplier;

/** What happened in the last seconds, for people who look on. Safe for many threads. */
final class Recent {

  /**
   * How many requests there are now.
   *
   * @param inFlight those that are worked on
   * @param waiting those in the store
   */
  record Load(int inFlight, int waiting) {}

  /**
   * Figures over the last {@value #SECONDS} seconds.
   *
   * @param samplesPerSecond samples that left
   * @param answersPerSecond requests that were answered
   * @param failuresPerSecond those of them that failed
   * @param medianMillis the usual time from a request's record to its answer; 0 where there was no
   *     answer
   * @param slowMillis what 95 of 100 do not exceed; likewise
   * @param occupancy the rows of all network calls as a part of those that they could have carried,
   *     0 to 1
   */
  record Figures(
      double samplesPerSecond,
      double answersPerSecond,
      double failuresPerSecond,
      double medianMillis,
      double slowMillis,
      double occupancy) {}

  static final int SECONDS = 10;
  private static final int LATENCIES = 1024;

  /** Sums of one second. */
  private static final class Slot {
    private long second = Long.MIN_VALUE;
    private long samples;
    private long answers;
    private long failures;
    private long rows;
    private long capacity;

    void begin(long now) {
      second = now;
      samples = 0;
      answers = 0;
      failures = 0;
      rows = 0;
      capacity = 0;
    }
  }

  private final LongSupplier nanoClock;
  private final long beganNanos;
  private final Slot[] slots = new Slot[SECONDS + 1];
  private final double[] millis = new double[LATENCIES];
  private final long[] seconds = new long[LATENCIES];
  private int next;

  Recent(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
    this.beganNanos = nanoClock.getAsLong();
    Arrays.setAll(slots, i -> new Slot());
    Arrays.fill(seconds, Long.MIN_VALUE);
  }

  synchronized void called(int rows, int capacity) {
    Slot slot = slot();
    slot.rows += rows;
    slot.capacity += capacity;
  }

  synchronized void answered(int samples, boolean failed, Duration took) {
    Slot slot = slot();
    slot.samples += samples;
    slot.answers++;
    slot.failures += failed ? 1 : 0;
    millis[next] = took.toNanos() / 1e6;
    seconds[next] = second();
    next = (next + 1) % LATENCIES;
  }

  synchronized Figures figures() {
    long now = second();
    Slot sum = new Slot();
    for (Slot slot : slots) {
      if (now - SECONDS < slot.second && slot.second <= now) {
        sum.samples += slot.samples;
        sum.answers += slot.answers;
        sum.failures += slot.failures;
        sum.rows += slot.rows;
        sum.capacity += slot.capacity;
      }
    }
    double over = Math.min(SECONDS, now + 1);
    double[] sorted = latencies(now);
    return new Figures(
        sum.samples / over,
        sum.answers / over,
        sum.failures / over,
        quantile(sorted, 0.5),
        quantile(sorted, 0.95),
        sum.capacity == 0 ? 0 : (double) sum.rows / sum.capacity);
  }

  private double[] latencies(long now) {
    double[] some = new double[LATENCIES];
    int count = 0;
    for (int i = 0; i < LATENCIES; i++) {
      if (now - SECONDS < seconds[i] && seconds[i] <= now) {
        some[count++] = millis[i];
      }
    }
    double[] sorted = Arrays.copyOf(some, count);
    Arrays.sort(sorted);
    return sorted;
  }

  private static double quantile(double[] sorted, double part) {
    return sorted.length == 0 ? 0 : sorted[(int) Math.ceil(part * sorted.length) - 1];
  }

  private Slot slot() {
    long now = second();
    Slot slot = slots[(int) (now % slots.length)];
    if (slot.second != now) {
      slot.begin(now);
    }
    return slot;
  }

  /** Since the beginning. */
  private long second() {
    return Math.max(0, nanoClock.getAsLong() - beganNanos) / 1_000_000_000L;
  }
}
