package dev.kiln.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.schemas.avro.GeneratedSample;
import dev.kiln.schemas.avro.GenerationFailure;
import dev.kiln.schemas.avro.GenerationPreview;
import dev.kiln.schemas.avro.GenerationRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SchemaPageTest {
  private static final Path PAGE = Path.of("..", "docs", "schemas.md");

  @Test
  void thePageSaysWhatTheSchemasSay() throws IOException {
    String rendered = SchemaPage.render();
    if (Boolean.getBoolean("kiln.docs.write")) {
      Files.createDirectories(PAGE.getParent());
      Files.writeString(PAGE, rendered);
    }

    assertThat(PAGE)
        .as("docs/schemas.md is stale: run docs/refresh")
        .exists()
        .content()
        .isEqualTo(rendered);
  }

  @Test
  void everyFieldSaysWhatItHolds() {
    Stream.of(
            GenerationRequest.getClassSchema(),
            GeneratedSample.getClassSchema(),
            GenerationFailure.getClassSchema(),
            GenerationPreview.getClassSchema())
        .flatMap(schema -> schema.getFields().stream())
        .forEach(field -> assertThat(field.doc()).as(field.name()).isNotBlank().endsWith("."));
  }
}
