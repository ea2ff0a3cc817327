package dev.kiln.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class FailuresPageTest {
  private static final Path PAGE = Path.of("..", "docs", "failures.md");

  @Test
  void thePageSaysWhatTheCodesSay() throws IOException {
    String rendered = FailuresPage.render();
    if (Boolean.getBoolean("kiln.docs.write")) {
      Files.writeString(PAGE, rendered);
    }

    assertThat(PAGE)
        .as("docs/failures.md is stale: run docs/refresh")
        .exists()
        .content()
        .isEqualTo(rendered);
  }

  @Test
  void everyCodeSaysWhatHappenedAndWhatToDo() {
    assertThat(FailureCode.values())
        .allSatisfy(
            code -> {
              assertThat(code.meaning()).as(code.name()).endsWith(".").doesNotContain("|");
              assertThat(code.remedy()).as(code.name()).endsWith(".").doesNotContain("|");
            });
  }
}
