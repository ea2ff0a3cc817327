package dev.kiln.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.schemas.avro.GeneratedSample;
import dev.kiln.schemas.avro.GenerationFailure;
import dev.kiln.schemas.avro.GenerationPreview;
import dev.kiln.schemas.avro.GenerationRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every committed schema reads what the previous version wrote, and the previous version reads what
 * it writes. The baseline is the last released version; replace it when a version is released.
 */
class CompatibilityTest {

  static Stream<Schema> schemas() {
    return Stream.of(
        GenerationRequest.getClassSchema(),
        GeneratedSample.getClassSchema(),
        GenerationFailure.getClassSchema(),
        GenerationPreview.getClassSchema());
  }

  @ParameterizedTest
  @MethodSource("schemas")
  void readsThePreviousVersion(Schema current) throws IOException {
    assertReads(current, baseline(current));
  }

  @ParameterizedTest
  @MethodSource("schemas")
  void isReadByThePreviousVersion(Schema current) throws IOException {
    assertReads(baseline(current), current);
  }

  private static void assertReads(Schema reader, Schema writer) {
    assertThat(
            SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
                .getResult()
                .getIncompatibilities())
        .extracting(problem -> problem.getType() + " at " + problem.getLocation())
        .isEmpty();
  }

  private static Schema baseline(Schema current) throws IOException {
    try (InputStream file =
        CompatibilityTest.class.getResourceAsStream(
            "/baseline/v1/" + current.getName() + ".avsc")) {
      return new Schema.Parser().parse(Objects.requireNonNull(file, current.getName()));
    }
  }
}
