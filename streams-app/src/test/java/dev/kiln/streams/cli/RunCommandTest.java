package dev.kiln.streams.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person sees who starts the app where it cannot run. */
class RunCommandTest {

  @TempDir Path directory;

  @Test
  void allThatIsWrongIsToldALineEach() throws IOException {
    Path models = directory.resolve("models");
    CommandRun run =
        run(
            "bootstrap.servers=127.0.0.1:1",
            "schema.registry.url=http://127.0.0.1:1",
            "kiln.start.timeout.ms=1000",
            "kiln.models=" + models);

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err().lines())
        .hasSize(2)
        .satisfiesExactly(
            first ->
                assertThat(first)
                    .isEqualTo(
                        "kiln run: The directory of the generators, "
                            + models
                            + ", does not exist."),
            second ->
                assertThat(second)
                    .startsWith("kiln run: No broker answers at 127.0.0.1:1 within 1 s: "));
  }

  @Test
  void anOptionThatDoesNotExistIsNamed() throws IOException {
    CommandRun run = run("bootstrap.servers=127.0.0.1:1", "kiln.max.inflight=3");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .startsWith("kiln run: kiln.max.inflight is not an option")
        .hasLineCount(1);
  }

  @Test
  void whatIsSetOnTheCommandLineGoesOverTheFile() throws IOException {
    Path file = directory.resolve("app.properties");
    Files.writeString(file, "bootstrap.servers=127.0.0.1:1\nkiln.order=key\n");

    CommandRun run =
        CommandRun.of("run", "--config", file.toString(), "--set", "kiln.order=backwards");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .startsWith("kiln run: ")
        .contains("backwards", "kiln.order")
        .hasLineCount(1);
  }

  private CommandRun run(String... lines) throws IOException {
    Path file = Files.write(directory.resolve("app.properties"), List.of(lines));
    return CommandRun.of("run", "--config", file.toString());
  }
}
