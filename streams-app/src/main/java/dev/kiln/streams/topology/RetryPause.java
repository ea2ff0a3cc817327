package dev.kiln.streams.topology;

import java.time.Duration;

/** How long to leave an absent registry alone: each failure doubles the pause. Not thread-safe. */
final class RetryPause {

  private final long firstMs;
  private final long longestMs;
  private long nextMs;
  private long untilMs = Long.MIN_VALUE;

  RetryPause(Duration first, Duration longest) {
    this.firstMs = first.toMillis();
    this.longestMs = longest.toMillis();
    this.nextMs = firstMs;
  }

  boolean lasts(long nowMs) {
    return nowMs < untilMs;
  }

  void failed(long nowMs) {
    untilMs = nowMs + nextMs;
    nextMs = Math.min(longestMs, 2 * nextMs);
  }

  void succeeded() {
    untilMs = Long.MIN_VALUE;
    nextMs = firstMs;
  }
}
