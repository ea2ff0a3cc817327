package dev.kiln.streams.topology;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The topics that the topology reads from and writes to; different ones.
 *
 * @param previews null where none are published
 */
public record TopicNames(
    String requests, String samples, String failures, @Nullable String previews) {

  /** The names that everything uses unless told otherwise. */
  public static final String REQUESTS = "generation-requests";

  public static final String SAMPLES = "generated-samples";
  public static final String FAILURES = "generation-failures";
  public static final String PREVIEWS = "generation-previews";

  public TopicNames {
    List<String> all = all(requests, samples, failures, previews);
    if (all.stream().distinct().count() < all.size()) {
      throw new IllegalArgumentException(
          "requests, samples, failures and previews need a topic each, got "
              + String.join(", ", all));
    }
  }

  /** Without previews. */
  public TopicNames(String requests, String samples, String failures) {
    this(requests, samples, failures, null);
  }

  /** Those names, without previews. */
  public static TopicNames defaults() {
    return new TopicNames(REQUESTS, SAMPLES, FAILURES);
  }

  public List<String> all() {
    return all(requests, samples, failures, previews);
  }

  /** Those that it writes to. */
  public List<String> written() {
    return all().subList(1, all().size());
  }

  private static List<String> all(
      String requests, String samples, String failures, @Nullable String previews) {
    return Stream.concat(Stream.of(requests, samples, failures), Stream.ofNullable(previews))
        .toList();
  }
}
