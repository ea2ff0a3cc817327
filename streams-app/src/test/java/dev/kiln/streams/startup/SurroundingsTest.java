package dev.kiln.streams.startup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.schemas.registry.embedded.EmbeddedRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The registry and the directory of the generators. */
class SurroundingsTest {

  @Test
  void aRegistryThatDoesNotAnswerIsAWarning() {
    Findings found = RegistryCheck.look(Map.of("schema.registry.url", "http://127.0.0.1:1"));

    assertThat(found.problems()).isEmpty();
    assertThat(found.warnings())
        .singleElement()
        .asString()
        .startsWith(
            "Requests and answers will wait in the store: the schema registry at http://127.0.0.1:1");
  }

  @Test
  void aRegistryThatAnswersIsLeftInPeace() throws IOException {
    try (var registry = EmbeddedRegistry.start(0)) {
      assertThat(RegistryCheck.look(Map.of("schema.registry.url", registry.url().toString())))
          .isEqualTo(Findings.NONE);
    }
    assertThat(RegistryCheck.look(Map.of())).isEqualTo(Findings.NONE);
  }

  @Test
  void aRegistrysUrlThatIsNoneIsAProblem() {
    assertThat(RegistryCheck.look(Map.of("schema.registry.url", "registry:8081")).problems())
        .singleElement()
        .asString()
        .contains("must begin with http:// or https://");
  }

  @Test
  void aDirectoryOfGeneratorsHasToBeOne(@TempDir Path directory) throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    Path absent = directory.resolve("absent");

    assertThat(ModelsCheck.look(directory)).isEqualTo(Findings.NONE);
    assertThat(ModelsCheck.look(file).problems())
        .containsExactly("The directory of the generators, " + file + ", is not a directory.");
    assertThat(ModelsCheck.look(absent).problems())
        .containsExactly("The directory of the generators, " + absent + ", does not exist.");
  }
}
