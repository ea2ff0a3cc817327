package dev.kiln.streams.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each panel and each alert names metrics, and labels of them, that the app exports. */
class DashboardTest {

  private static final Path OBSERVABILITY = Path.of("..", "docker", "observability");
  private static final Pattern NAME =
      Pattern.compile("\\b(?:kiln|jvm|process|system|kafka)_[a-z0-9_]+\\b");
  private static final Pattern BY = Pattern.compile("by \\(([a-z_, ]+)\\)");

  /** Of a live client; PageIT looks for it there. */
  private static final String LAG = "kafka_consumer_fetch_manager_records_lag_max";

  @Test
  void everyPanelNamesMetricsThatTheAppExports() throws IOException {
    Set<String> exported = exported();
    List<String> panels = new ArrayList<>();
    for (JsonNode board : dashboards()) {
      for (JsonNode panel : board.path("panels")) {
        String title = board.path("title").asText() + ", " + panel.path("title").asText();
        assertThat(panel.path("targets")).as(title).isNotEmpty();
        for (JsonNode target : panel.path("targets")) {
          assertThat(names(target.path("expr").asText()))
              .as(title)
              .isNotEmpty()
              .allMatch(name -> exported.contains(name) || name.equals(LAG));
        }
        panels.add(title);
      }
    }
    assertThat(panels).hasSize(24).doesNotHaveDuplicates();
  }

  @Test
  void everyAlertDoesToo() throws IOException {
    Set<String> exported = exported();
    List<String> expressions =
        Files.readAllLines(OBSERVABILITY.resolve("alerts.yml")).stream()
            .filter(line -> line.strip().startsWith("expr:"))
            .toList();

    assertThat(expressions).hasSize(5);
    assertThat(expressions)
        .flatExtracting(DashboardTest::names)
        .isNotEmpty()
        .allMatch(exported::contains);
  }

  @Test
  void panelsGroupByLabelsThatThereAre() throws IOException {
    Set<String> labels = new TreeSet<>(Set.of("le", "area", "client_id"));
    for (KilnMeter meter : KilnMeter.values()) {
      labels.addAll(meter.tags());
    }
    for (JsonNode board : dashboards()) {
      for (JsonNode expression : board.findValues("expr")) {
        BY.matcher(expression.asText())
            .results()
            .flatMap(by -> Stream.of(by.group(1).split(", ", -1)))
            .forEach(label -> assertThat(labels).as(expression.asText()).contains(label));
      }
    }
  }

  private static Set<String> names(String expression) {
    Set<String> names = new TreeSet<>();
    NAME.matcher(expression).results().forEach(found -> names.add(found.group()));
    return names;
  }

  private static Set<String> exported() {
    try (Meters meters = Meters.create().withJvm()) {
      MetricsPageTest.tellEverything(meters);
      Set<String> names = new HashSet<>();
      MetersTest.scraped(meters).samples.keySet().stream()
          .map(series -> series.replaceAll("\\{.*", ""))
          .forEach(names::add);
      return names;
    }
  }

  private static List<JsonNode> dashboards() throws IOException {
    List<JsonNode> boards = new ArrayList<>();
    try (Stream<Path> files = Files.list(OBSERVABILITY.resolve("grafana/dashboards"))) {
      for (Path file : files.sorted().toList()) {
        boards.add(new ObjectMapper().readTree(file.toFile()));
      }
    }
    return boards;
  }
}
