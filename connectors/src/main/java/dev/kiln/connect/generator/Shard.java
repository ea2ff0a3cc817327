package dev.kiln.connect.generator;

import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/**
 * Every k-th sample of the sequence: sample n belongs to shard n mod k. Also the words in which
 * Connect keeps how far a shard is: partition {@code {"shard": "1/4"}}, offset {@code {"samples":
 * 25}} for the first 25 samples of the shard.
 *
 * @param index which shard, from 0
 * @param shards how many there are
 */
record Shard(int index, int shards) {

  private static final String SHARD = "shard";
  private static final Pattern PLACE = Pattern.compile("(\\d{1,3})/(\\d{1,3})");
  private static final String SAMPLES = "samples";

  /** The number of the shard's i-th sample in the whole sequence. */
  long number(long i) {
    return i * shards + index;
  }

  /**
   * Connect's source partition. One field alone: Connect finds an offset by the bytes of its
   * partition, and in which order two fields are written can differ from process to process.
   */
  Map<String, Object> partition() {
    return Map.of(SHARD, index + "/" + shards);
  }

  /** Connect's source offset once so many samples of the shard are made. */
  static Map<String, Object> offset(long samples) {
    return Map.of(SAMPLES, samples);
  }

  /**
   * How many samples an offset stands for; none for no offset.
   *
   * @throws ConnectException if it is not an offset of a shard
   */
  static long samples(@Nullable Map<String, ?> offset) {
    if (offset == null) {
      return 0;
    }
    if (offset.keySet().equals(Set.of(SAMPLES))
        && offset.get(SAMPLES) instanceof Number number
        && number.longValue() >= 0
        && number.doubleValue() == number.longValue()) {
      return number.longValue();
    }
    throw new ConnectException(
        "The offset of a shard must be like {\"samples\": 25}, at least 0, was " + offset);
  }

  /**
   * The shard that a source partition means.
   *
   * @throws ConnectException if it means none
   */
  static Shard of(Map<String, ?> partition) {
    if (partition.size() == 1 && partition.get(SHARD) instanceof String text) {
      Matcher place = PLACE.matcher(text);
      if (place.matches()) {
        int index = Integer.parseInt(place.group(1));
        int shards = Integer.parseInt(place.group(2));
        if (index < shards && shards <= GeneratorSourceConfig.MAX_SHARDS) {
          return new Shard(index, shards);
        }
      }
    }
    throw new ConnectException(
        "The partition of a shard must be like {\"shard\": \"1/4\"}, was " + partition);
  }
}
