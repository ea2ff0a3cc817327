package dev.kiln.streams.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ConfigurationPageTest {

  private static final Path PAGE = Path.of("..", "docs", "configuration.md");

  @Test
  void thePageSaysWhatTheDefinitionsSay() throws IOException {
    String rendered = ConfigurationPage.render();
    if (Boolean.getBoolean("kiln.docs.write")) {
      Files.writeString(PAGE, rendered);
    }

    assertThat(PAGE)
        .as("docs/configuration.md is stale: run docs/refresh")
        .exists()
        .content()
        .isEqualTo(rendered);
  }

  @Test
  void everyOptionSaysWhatItDoes() {
    assertThat(KilnConfig.DEFINITION.configKeys().values())
        .allSatisfy(key -> assertThat(key.documentation).as(key.name).isNotBlank().endsWith("."));
  }
}
