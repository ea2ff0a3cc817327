package dev.kiln.streams.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kiln.generation.card.GeneratorCard;
import dev.kiln.generation.engine.Engine;
import dev.kiln.generation.engine.EngineOptions;
import dev.kiln.streams.metrics.Meters;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The demo as a person runs it: a real broker, and the generators that Kiln ships. */
@Timeout(180)
class DemoIT {

  static final Path MODELS = Path.of("..", "models");

  @TempDir private Path out;

  @Test
  void answersEveryValidRequestOnceAndExplainsEveryBrokenOne() throws Exception {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    DemoReport report;
    List<String> names;
    List<URI> visited = new ArrayList<>();
    try (Meters meters = Meters.create();
        Engine engine = Engine.open(MODELS, EngineOptions.defaults().withMetrics(meters.engine()));
        PrintStream stdout = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
      names = engine.generators().stream().map(GeneratorCard::name).distinct().toList();
      Demo demo =
          new Demo(
              new DemoOptions(out, 48, 8, 7, true, DemoPorts.ANY, Map.of("kiln.http.port", "0")),
              engine,
              meters,
              stdout,
              false,
              new CountDownLatch(1),
              visited::add);
      report = demo.run();
    }

    assertThat(visited).singleElement().asString().startsWith("http://localhost:");
    assertThat(report.violations()).isEmpty();
    assertThat(report.passed()).isTrue();
    assertThat(report.answered()).isEqualTo(48);
    assertThat(report.failures())
        .hasSize(16)
        .allMatch(DemoReport.FailureLine::expected)
        .allMatch(failure -> failure.message().matches("[^\\n]{10,400}"));
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .containsPattern("The page is at http://localhost:\\d+/")
        .contains(
            "All 32 valid requests were answered exactly once, all 16 broken ones explained.");

    int samples = 0;
    for (String name : names) {
      if (Files.exists(out.resolve(name + ".csv"))) {
        samples += Files.readAllLines(out.resolve(name + ".csv")).size() - 1;
        continue;
      }
      assertThat(ImageIO.read(out.resolve(name + ".png").toFile()).getHeight()).isGreaterThan(56);
      samples += pngs(out.resolve(name));
    }
    assertThat(samples)
        .isEqualTo(report.generators().stream().mapToInt(DemoReport.Row::samples).sum())
        .isPositive();
    JsonNode json = new ObjectMapper().readTree(out.resolve("report.json").toFile());
    assertThat(json.path("passed").asBoolean()).isTrue();
    assertThat(json.path("generators")).hasSize(report.generators().size());
    assertThat(json.path("generators").path(0).path("p99Millis").asDouble()).isPositive();
  }

  private static int pngs(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return (int) files.filter(file -> file.toString().endsWith(".png")).count();
    }
  }
}
