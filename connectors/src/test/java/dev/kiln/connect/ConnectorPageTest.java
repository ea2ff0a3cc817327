package dev.kiln.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.common.config.ConfigDef;
import org.junit.jupiter.api.Test;

class ConnectorPageTest {

  private static final Path PAGE = Path.of("..", "docs", "connectors.md");

  @Test
  void thePageSaysWhatTheDefinitionsSay() throws IOException {
    String rendered = ConnectorPage.render();
    if (Boolean.getBoolean("kiln.docs.write")) {
      Files.writeString(PAGE, rendered);
    }

    assertThat(PAGE)
        .as("docs/connectors.md is stale: run docs/refresh")
        .exists()
        .content()
        .isEqualTo(rendered);
  }

  @Test
  void everySettingHasAGroupAndSaysWhatItDoes() {
    ConnectorPage.PLUGINS.forEach(
        plugin -> {
          for (ConfigDef.ConfigKey key : plugin.settings().configKeys().values()) {
            assertThat(key.documentation).as(key.name).isNotBlank().endsWith(".");
            assertThat(key.group).as(key.name).isNotBlank();
            assertThat(key.displayName).as(key.name).isNotBlank();
          }
        });
  }
}
