package dev.kiln.bench.rig;

import java.time.Duration;
import java.util.function.IntConsumer;

/** Keeps so many requests open: an answer is followed by a request. For one thread. */
public final class ClosedLoop {

  private static final Duration TICK = Duration.ofMillis(20);
  private static final double PATIENCE_SECONDS = 60;

  /**
   * What a run came to.
   *
   * @param perSecond answers a second, in the window that was measured; NaN if too few came in it
   * @param answered all answers, those before and after the window included
   */
  public record Result(double perSecond, int answered) {}

  private final Client client;
  private final Ask ask;
  private final int open;
  private int next;

  /**
   * @param open how many requests are under way at a time
   */
  public ClosedLoop(Client client, Ask ask, int open) {
    this.client = client;
    this.ask = ask;
    this.open = open;
  }

  /**
   * Loads, measures, and waits until all is answered.
   *
   * @param warmSeconds how long to load before what comes back counts
   * @param seconds how long to measure
   */
  public Result run(double warmSeconds, double seconds) {
    return run(warmSeconds, seconds, number -> {});
  }

  /**
   * As {@link #run(double, double)}.
   *
   * @param told gets the number of each request that was answered while it was measured
   */
  public Result run(double warmSeconds, double seconds, IntConsumer told) {
    long began = System.nanoTime();
    int sent = 0;
    for (; sent < open; sent++) {
      client.send(ask, next++);
    }
    int answered = 0;
    // From the first answer in the window to the last, so that commits that come in gusts do not
    // count by where the window's ends fall.
    int counted = 0;
    double from = -1;
    double to = -1;
    double now = 0;
    double heard = 0;
    while (answered < sent) {
      boolean inWindow = now >= warmSeconds && now < warmSeconds + seconds;
      int got = client.poll(TICK, inWindow ? told : number -> {});
      now = (System.nanoTime() - began) / 1e9;
      answered += got;
      heard = got > 0 ? now : heard;
      if (now - heard > PATIENCE_SECONDS) {
        throw new IllegalStateException(
            "%d of %d requests were not answered".formatted(sent - answered, sent));
      }
      boolean measuring = now >= warmSeconds && now < warmSeconds + seconds;
      if (measuring && got > 0) {
        if (from < 0) {
          from = now;
        } else {
          counted += got;
          to = now;
        }
      }
      for (int i = 0; i < got && now < warmSeconds + seconds; i++) {
        client.send(ask, next++);
        sent++;
      }
    }
    return new Result(counted == 0 ? Double.NaN : counted / (to - from), answered);
  }
}
