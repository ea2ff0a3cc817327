package dev.kiln.streams.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kiln.generation.engine.TestGenerators;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GeneratorsCommandTest {

  @TempDir private Path models;

  @Test
  void listsConditionsAndSteps() {
    TestGenerators.write(models);

    CommandRun run = CommandRun.of("generators", "--models", models.toString());

    assertThat(run.code()).isZero();
    assertThat(run.out())
        .contains("tiny-ddpm 1 (diffusion)", "tiny-gan 1 (gan)", "label: 0, 1, 2", "10 steps");
  }

  @Test
  void showsWhatAPromptMayBe() {
    TestGenerators.writePrompted(models);

    CommandRun run = CommandRun.of("generators", "--models", models.toString());

    assertThat(run.out())
        .contains(
            "prompt: up to 2 words, listed in words.txt, such as \"big red\", \"small blue\"");
  }

  @Test
  void aDamagedGeneratorIsNamedAndTheOtherStillListed() throws IOException {
    TestGenerators.write(models);
    Path network = models.resolve("tiny-gan/1/generator.onnx");
    Files.write(network, new byte[] {1, 2, 3});

    CommandRun run = CommandRun.of("generators", "--models", models.toString());

    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("tiny-ddpm 1 (diffusion)", "Not served: " + network);
    assertThat(run.out()).doesNotContain("tiny-gan 1 (gan)");
  }

  @Test
  void jsonHoldsCardsAndProblems() throws IOException {
    TestGenerators.write(models);
    Files.delete(models.resolve("tiny-gan/1/generator.json"));

    CommandRun run = CommandRun.of("generators", "--json", "--models", models.toString());

    JsonNode all = new ObjectMapper().readTree(run.out());
    assertThat(all.path("generators")).hasSize(1);
    assertThat(all.path("generators").path(0).path("name").asText()).isEqualTo("tiny-ddpm");
    assertThat(all.path("problems").path(0).asText()).contains("generator.json is missing");
  }

  @Test
  void anEmptyDirectoryIsSaidToBeEmpty() {
    CommandRun run = CommandRun.of("generators", "--models", models.toString());

    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("no generator").contains(models.toString());
  }
}
