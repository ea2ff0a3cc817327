package dev.kiln.export.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class OperationPageTest {
  private static final Path PAGE = Path.of("..", "docs", "operations.md");

  @Test
  void thePageListsTheOperationsThatThereAre() throws IOException {
    String rendered = OperationPage.render();
    if (Boolean.getBoolean("kiln.docs.write")) {
      Files.writeString(PAGE, rendered);
    }

    assertThat(rendered).contains("| `silu(x)` | x * sigmoid(x), also called swish. |");
    assertThat(PAGE)
        .as("docs/operations.md is stale: run docs/refresh")
        .exists()
        .content()
        .isEqualTo(rendered);
  }
}
