package dev.kiln.streams.topology;

import java.time.Duration;

/**
 * How requests in flight are treated.
 *
 * @param maxInFlight how many of a task's requests may be with the engine; the rest waits in the
 *     store
 * @param maxAttempts after how many attempts that ended with the death of the process a request is
 *     given up
 * @param order in which order answers leave
 * @param maxRecordBytes the largest record that is written, key, headers and framing included
 * @param drainInterval how often finished work is looked for while there is work
 * @param retryBackoff the first pause before an absent registry is asked again; doubles
 * @param maxRetryBackoff the longest such pause
 * @param keysRequired whether a request without a key is refused
 */
public record InFlightOptions(
    int maxInFlight,
    int maxAttempts,
    ReleaseOrder order,
    int maxRecordBytes,
    Duration drainInterval,
    Duration retryBackoff,
    Duration maxRetryBackoff,
    boolean keysRequired) {

  public InFlightOptions {
    atLeast("maxInFlight", 1, maxInFlight);
    atLeast("maxAttempts", 1, maxAttempts);
    atLeast("maxRecordBytes", 1024, maxRecordBytes);
    atLeast("drainInterval in ms", 1, drainInterval.toMillis());
    atLeast("retryBackoff in ms", 1, retryBackoff.toMillis());
    atLeast("maxRetryBackoff in ms", retryBackoff.toMillis(), maxRetryBackoff.toMillis());
  }

  /** What the application uses unless told otherwise. */
  public static InFlightOptions defaults() {
    return new InFlightOptions(
        64,
        3,
        ReleaseOrder.KEY,
        1_000_000,
        Duration.ofMillis(5),
        Duration.ofMillis(200),
        Duration.ofSeconds(10),
        true);
  }

  private static void atLeast(String name, long min, long value) {
    if (value < min) {
      throw new IllegalArgumentException(
          "%s must be at least %d, was %d".formatted(name, min, value));
    }
  }
}
