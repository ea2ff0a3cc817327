package dev.kiln.generation.sampler;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SamplerPageTest {
  private static final Path PAGE = Path.of("..", "docs", "samplers.md");

  @Test
  void thePageListsTheSamplersThatThereAre() throws IOException {
    String rendered = SamplerPage.render();
    if (Boolean.getBoolean("kiln.docs.write")) {
      Files.writeString(PAGE, rendered);
    }

    assertThat(PAGE)
        .as("docs/samplers.md is stale: run docs/refresh")
        .exists()
        .content()
        .isEqualTo(rendered);
  }
}
