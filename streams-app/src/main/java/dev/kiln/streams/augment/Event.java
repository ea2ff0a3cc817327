package dev.kiln.streams.augment;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A record as the balance and the gate see it.
 *
 * @param synthetic whether it was generated
 * @param features what its drift is measured in; empty where it cannot be read
 * @param value the record's value in base64: of a sample, and of a real record that may be varied
 * @param marks for a sample: the headers that say where it comes from
 */
record Event(
    boolean synthetic, List<Double> features, @Nullable String value, Map<String, String> marks) {

  Event {
    features = List.copyOf(features);
    marks = Map.copyOf(marks);
  }
}
