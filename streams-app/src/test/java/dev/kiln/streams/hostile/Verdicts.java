package dev.kiln.streams.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.schemas.FailureCode;
import dev.kiln.schemas.avro.GeneratedSample;
import dev.kiln.schemas.avro.GenerationFailure;
import dev.kiln.schemas.avro.Origin;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What the attacks got: by the place of their records, exactly one failure with a code and a
 * sentence, or all samples, each once.
 */
final class Verdicts {

  private static final int LONGEST_SENTENCE = 1001;
  private static final Pattern UNSPEAKABLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Cn}]");

  private record Place(int partition, long offset) {
    static Place of(Origin origin) {
      return new Place(origin.getPartition(), origin.getOffset());
    }
  }

  private final Map<Place, Set<Integer>> samples = new HashMap<>();
  private final Set<Place> failed = new HashSet<>();
  private final Set<Place> complete = new HashSet<>();
  private final Map<String, Integer> codes = new TreeMap<>();

  void add(GeneratedSample sample) {
    Place place = Place.of(sample.getOrigin());
    assertThat(failed).as("a failure as well").doesNotContain(place);
    Set<Integer> indices = samples.computeIfAbsent(place, p -> new HashSet<>());
    assertThat(indices.add(sample.getIndex())).as("a sample twice").isTrue();
    if (indices.size() == sample.getCount()) {
      complete.add(place);
      codes.merge("samples", 1, Integer::sum);
    }
  }

  void add(GenerationFailure failure) {
    Place place = Place.of(failure.getOrigin());
    assertThat(failed.add(place)).as("a failure twice: %s", failure.getMessage()).isTrue();
    assertThat(samples).as("samples as well").doesNotContainKey(place);
    assertThat(FailureCode.values()).extracting(FailureCode::name).contains(failure.getCode());
    assertThat(failure.getMessage())
        .isNotBlank()
        .hasSizeLessThanOrEqualTo(LONGEST_SENTENCE)
        .doesNotContainPattern(UNSPEAKABLE)
        .doesNotContain("Exception", "java.lang", "\u0000");
    codes.merge(failure.getCode(), 1, Integer::sum);
  }

  /** How many attacks have all of their answer. */
  int answered() {
    return failed.size() + complete.size();
  }

  /** How many got each code, or samples. */
  Map<String, Integer> codes() {
    return codes;
  }

  /** Checks that nobody got a part of an answer. */
  void assertWhole() {
    assertThat(complete).containsAll(samples.keySet());
  }
}
