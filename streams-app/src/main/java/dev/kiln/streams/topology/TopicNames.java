package dev.kiln.streams.topology;

import java.util.List;

/** The topics that the topology reads from and writes to; three different ones. */
public record TopicNames(String requests, String samples, String failures) {

  public TopicNames {
    if (List.of(requests, samples, failures).stream().distinct().count() < 3) {
      throw new IllegalArgumentException(
          "requests, samples and failures need a topic each, got %s, %s and %s"
              .formatted(requests, samples, failures));
    }
  }

  /** The names that everything uses unless told otherwise. */
  public static TopicNames defaults() {
    return new TopicNames("generation-requests", "generated-samples", "generation-failures");
  }

  public List<String> all() {
    return List.of(requests, samples, failures);
  }
}
