package dev.kiln.bench.rig;

import dev.kiln.bench.report.Latencies;
import java.time.Duration;
import java.util.Random;

/**
 * Sends requests at random times, a Poisson process of a given rate, whether or not answers come.
 * For one thread.
 */
public final class OpenLoop {

  private static final long PATIENCE_NANOS = 60_000_000_000L;

  private final Client client;
  private final Ask ask;
  private int next;

  public OpenLoop(Client client, Ask ask) {
    this.client = client;
    this.ask = ask;
  }

  /**
   * Loads for so long and waits until all is answered.
   *
   * @param rate requests a second
   * @param seed of the times at which they are sent
   * @return how long each took, from the moment at which it was due to its committed answer
   */
  public Latencies run(double rate, double seconds, long seed) {
    PoissonTimes times = new PoissonTimes(rate, new Random(seed));
    int first = next;
    int count = Math.max(1, (int) (rate * seconds));
    long[] due = new long[count];
    for (int i = 0; i < count; i++) {
      due[i] = times.nextNanos();
    }
    Latencies latencies = new Latencies();
    long began = System.nanoTime();
    int sent = 0;
    while (latencies.count() < count) {
      long now = System.nanoTime() - began;
      while (sent < count && due[sent] <= now) {
        client.send(ask, next++);
        sent++;
      }
      long until = sent < count ? due[sent] - now : 5_000_000;
      client.poll(
          Duration.ofNanos(Math.max(100_000, Math.min(until, 5_000_000))),
          number -> {
            if (number >= first) {
              latencies.add((System.nanoTime() - began - due[number - first]) / 1e6);
            }
          });
      if (System.nanoTime() - began > due[count - 1] + PATIENCE_NANOS) {
        throw new IllegalStateException(
            "%d of %d requests were not answered".formatted(count - latencies.count(), count));
      }
    }
    return latencies;
  }
}
