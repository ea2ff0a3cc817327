package dev.kiln.schemas.registry.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.schemas.registry.Compatibility;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompatibilityCheckTest {
  private static final Schema A = record().requiredInt("a").endRecord();
  private static final Schema A_AND_DEFAULT_B =
      record().requiredInt("a").optionalInt("b").endRecord();
  private static final Schema B = record().optionalInt("b").endRecord();
  private static final Schema A_AND_B = record().requiredInt("a").requiredInt("b").endRecord();

  @ParameterizedTest
  @CsvSource({
    "NONE, true, true, true",
    "BACKWARD, true, true, false",
    "FORWARD, true, false, true",
    "FULL, true, false, false",
  })
  void comparesWithTheLastVersion(
      Compatibility level, boolean addOptional, boolean dropRequired, boolean addRequired) {
    assertThat(allows(level, List.of(B, A), A_AND_DEFAULT_B)).isEqualTo(addOptional);
    assertThat(allows(level, List.of(A_AND_DEFAULT_B), B)).isEqualTo(dropRequired);
    assertThat(allows(level, List.of(A), A_AND_B)).isEqualTo(addRequired);
  }

  @ParameterizedTest
  @CsvSource({"BACKWARD, BACKWARD_TRANSITIVE", "FULL, FULL_TRANSITIVE"})
  void comparesWithEveryVersionWhereTransitive(Compatibility last, Compatibility every) {
    List<Schema> earlier = List.of(B, A_AND_DEFAULT_B);

    assertThat(allows(last, earlier, A_AND_DEFAULT_B)).isTrue();
    assertThat(allows(every, earlier, A_AND_DEFAULT_B)).isFalse();
  }

  private static boolean allows(Compatibility level, List<Schema> earlier, Schema next) {
    return CompatibilityCheck.problems(level, earlier, next).isEmpty();
  }

  private static SchemaBuilder.FieldAssembler<Schema> record() {
    return SchemaBuilder.record("R").fields();
  }
}
