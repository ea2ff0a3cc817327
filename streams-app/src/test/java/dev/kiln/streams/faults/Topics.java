package dev.kiln.streams.faults;

import java.util.List;

/** The names of a run's topics. */
final class Topics {

  static final String APPLICATION = "faults";
  static final String REQUESTS = "faults-requests";
  static final String SAMPLES = "faults-samples";
  static final String FAILURES = "faults-failures";
  static final String CHANGELOG = APPLICATION + "-in-flight-changelog";

  /** The header of a request that holds its id; it comes back with every answer. */
  static final String HEADER = "faults-ask";

  static final int PARTITIONS = 8;

  private Topics() {}

  static List<String> ours() {
    return List.of(REQUESTS, SAMPLES, FAILURES);
  }
}
