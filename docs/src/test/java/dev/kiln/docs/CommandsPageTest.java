package dev.kiln.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class CommandsPageTest {

  private static final Path PAGE = Path.of("commands.md");
  private static final Pattern WORD = Pattern.compile("(?:'[^']*'|[^\\s'])+");

  @Test
  void thePageSaysWhatTheCommandsSay() throws IOException {
    String rendered = CommandsPage.render();
    if (Boolean.getBoolean("kiln.docs.write")) {
      Files.writeString(PAGE, rendered);
    }

    assertThat(PAGE)
        .as("docs/commands.md is stale: run docs/refresh")
        .exists()
        .content()
        .isEqualTo(rendered);
  }

  /** All three programs behind the launcher are on the page. */
  @Test
  void noProgramIsMissing() {
    assertThat(Programs.commands().stream().map(Programs::name))
        .contains("kiln demo", "kiln train ddpm", "kiln evaluate", "kiln bench limit")
        .doesNotHaveDuplicates();
  }

  @Test
  void everyExampleCanBeTypedAsItStands() {
    for (CommandLine command : Programs.commands()) {
      String name = Programs.name(command);
      String example = Programs.example(command);
      assertThat(example + " ").as(name).startsWith("./" + name + " ");
      CommandLine program = Programs.programOf(command);
      List<String> words = words(example.substring(("./" + Programs.name(program)).length()));

      assertThatCode(() -> program.parseArgs(words.toArray(String[]::new)))
          .as(example)
          .doesNotThrowAnyException();
    }
  }

  @Test
  void everyOptionSaysWhatItDoes() {
    for (CommandLine command : Programs.commands()) {
      assertThat(command.getCommandSpec().args())
          .as(Programs.name(command))
          .isNotEmpty()
          .allSatisfy(
              argument -> assertThat(String.join(" ", argument.description())).isNotBlank());
    }
  }

  /** As a shell splits them; examples quote with single quotes only. */
  private static List<String> words(String line) {
    return WORD.matcher(line).results().map(word -> word.group().replace("'", "")).toList();
  }
}
