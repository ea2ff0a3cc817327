package dev.kiln.streams.client;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where answers lie.
 *
 * @param previews null where nobody looks at them, or there are none
 */
public record AnswerTopics(String samples, String failures, @Nullable String previews) {

  /** Without previews. */
  public AnswerTopics(String samples, String failures) {
    this(samples, failures, null);
  }

  List<String> all() {
    return Stream.concat(Stream.of(samples, failures), Stream.ofNullable(previews)).toList();
  }
}
