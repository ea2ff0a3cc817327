package dev.kiln.generation.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.generation.network.NetworkLoader;
import dev.kiln.generation.network.OnnxNetwork;
import dev.kiln.generation.network.OnnxOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A generator that kills the process that loads it is left out after a few deaths. */
@Timeout(120)
class LoadJournalTest {

  private static final int DEAD = 134;

  @TempDir private Path directory;
  private Path models = Path.of("");
  private Path journal = Path.of("");

  @BeforeEach
  void writeGenerators() throws IOException {
    models = Files.createDirectory(directory.resolve("models"));
    journal = directory.resolve("journal");
    TestGenerators.write(models);
  }

  @Test
  void aGeneratorThatKillsItsProcessIsLeftOutAndTheOthersServe() throws Exception {
    Run killed = run("tiny-ddpm/");
    assertThat(killed.code()).as(killed.said()).isEqualTo(DEAD);
    Path trace = trace();
    assertThat(trace).as("one death").hasSize(1);

    try (Engine engine = open("none")) {
      assertThat(engine.problems()).as("one may be a chance kill").isEmpty();
    }
    assertThat(trace).as("loaded after all").doesNotExist();

    Files.writeString(trace, "x".repeat(LoadJournal.MAX_DEATHS));
    try (Engine engine = open("tiny-ddpm/")) {
      assertThat(engine.problems())
          .singleElement()
          .asString()
          .contains(
              "tiny-ddpm/1 is left out, since the process died 3 times while it was loaded; delete "
                  + trace);
      assertThat(engine.generators()).extracting(card -> card.name()).containsExactly("tiny-gan");
    }
  }

  private Path trace() throws IOException {
    try (Stream<Path> files = Files.list(journal)) {
      return files.findFirst().orElseThrow();
    }
  }

  @Test
  void whatLoadsLeavesNothingBehind() throws Exception {
    try (Engine engine = open("none")) {
      assertThat(engine.problems()).isEmpty();
      try (Stream<Path> files = Files.list(journal)) {
        assertThat(files).isEmpty();
      }
    }
  }

  private record Run(int code, String said) {}

  /** Loads the generators in a process of its own, which dies when it loads the deadly one. */
  private Run run(String deadly) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                LoadJournalTest.class.getName(),
                models.toString(),
                journal.toString(),
                deadly)
            .redirectErrorStream(true);
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Run(process.waitFor(), said);
  }

  /** The process: models, journal and the deadly generator. */
  public static void main(String[] args) throws IOException {
    try (Engine engine = open(Path.of(args[0]), Path.of(args[1]), args[2])) {
      engine.problems().forEach(System.out::println);
      engine.generators().forEach(card -> System.out.println("serves " + card.name()));
    }
  }

  private Engine open(String deadly) throws IOException {
    return open(models, journal, deadly);
  }

  private static Engine open(Path models, Path journal, String deadly) throws IOException {
    NetworkLoader real = OnnxNetwork.loader(OnnxOptions.cpu(1));
    NetworkLoader loader =
        (name, bytes) -> {
          if (name.startsWith(deadly)) {
            Runtime.getRuntime().halt(DEAD);
          }
          return real.load(name, bytes);
        };
    return Engine.open(
        models, EngineOptions.defaults().withLoader(loader).withLoadJournal(journal));
  }
}
