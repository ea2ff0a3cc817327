package dev.kiln.generation.card;

import java.time.Duration;

/**
 * How much of a generator directory is taken from a stranger.
 *
 * @param cardBytes the largest generator.json
 * @param networkBytes the largest network file
 * @param vocabularyBytes the largest vocabulary
 * @param stages the most stages of a generator
 * @param rowValues the most values of one row of a network's input or output
 * @param loading how long ONNX Runtime may take to load a network
 */
public record DirectoryLimits(
    int cardBytes,
    int networkBytes,
    int vocabularyBytes,
    int stages,
    int rowValues,
    Duration loading) {

  /** What a protobuf message, and a Java array, can hold. */
  public static final int LARGEST_FILE = Integer.MAX_VALUE - 8;

  public DirectoryLimits {
    if (cardBytes < 1 || networkBytes < 1 || vocabularyBytes < 1 || stages < 1 || rowValues < 1) {
      throw new IllegalArgumentException(
          "limits must be at least 1, were "
              + cardBytes
              + ", "
              + networkBytes
              + ", "
              + vocabularyBytes
              + ", "
              + stages
              + " and "
              + rowValues);
    }
    if (loading.isNegative() || loading.isZero()) {
      throw new IllegalArgumentException("loading must take a time above zero, was " + loading);
    }
  }

  /** Cards of 4 MiB, networks of 2 GiB, vocabularies of 16 MiB, 16 stages, 2^24 values a row. */
  public static DirectoryLimits defaults() {
    return new DirectoryLimits(4 << 20, LARGEST_FILE, 16 << 20, 16, 1 << 24, Duration.ofMinutes(5));
  }
}
