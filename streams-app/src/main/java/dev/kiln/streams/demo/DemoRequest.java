package dev.kiln.streams.demo;

import dev.kiln.schemas.FailureCode;
import org.jspecify.annotations.Nullable;

/**
 * One record that the demo sends, and what must come back for it.
 *
 * @param number its place in the mix, from 0
 * @param what what is asked or what is broken, for people
 * @param generator the generator that it names, or null where it names none that exists
 * @param key the record's key, or null for a record without
 * @param payload the record's value
 * @param expected what must come back
 */
record DemoRequest(
    int number,
    String what,
    @Nullable String generator,
    @Nullable String key,
    Payload payload,
    Expected expected) {

  /** The one answer that a request must get. */
  sealed interface Expected {

    /** That many samples. */
    record Samples(int count) implements Expected {}

    /** One failure with that code. */
    record Failure(FailureCode code) implements Expected {}
  }

  DemoRequest {
    if (number < 0) {
      throw new IllegalArgumentException("number must be at least 0, was " + number);
    }
  }

  boolean broken() {
    return expected instanceof Expected.Failure;
  }
}
