package dev.kiln.export.evaluate.images;

import java.lang.management.ManagementFactory;
import java.util.Locale;

/**
 * What the samples were made on, without which a time means nothing.
 *
 * @param threads how many threads a network call may use
 * @param load how many processes wanted to run in the minute before, or below 0 if this system does
 *     not tell
 */
record Machine(int threads, double load) {
  static Machine now() {
    return new Machine(
        Runtime.getRuntime().availableProcessors(),
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }

  /** For people. */
  String sentence() {
    String text = threads + (threads == 1 ? " thread" : " threads") + " on the CPU";
    if (load < 0) {
      return text;
    }
    return text
        + String.format(
            Locale.ROOT,
            ", load average %.1f before%s",
            load,
            load > threads / 2.0 ? " (other work ran beside it)" : "");
  }
}
