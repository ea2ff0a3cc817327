package dev.kiln.export.evaluate.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kiln.export.evaluate.report.Metric.Better;
import dev.kiln.export.evaluate.report.Metric.Unit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
  private static final Metric DISTANCE =
      new Metric("frechet", "Fréchet distance", 12.345, 0.0271, Better.LOWER, Unit.NUMBER, "Far.");
  private static final Metric SHARE =
      new Metric("share", "share", 0.9876, 1.0, Better.HIGHER, Unit.SHARE, "Much.");
  private static final Metric NONE =
      new Metric("none", "none", Double.NaN, null, Better.FACT, Unit.COUNT, "");

  @TempDir Path directory;

  @Test
  void theTableAlignsFiguresAndLeavesOutWhatIsMissing() {
    assertThat(TextReport.of(report("a", "x < y")))
        .isEqualTo(
            """
            a
              sampler: ddim

            metric            value  real data  better
            ──────────────────────────────────────────
            Fréchet distance  12.35     0.0271  lower
            share             98.8%     100.0%  higher
            none                  -

            lines

            - x < y
            """);
  }

  @Test
  void jsonIsOneLineWithNullForWhatIsNoNumber() throws IOException {
    String line = JsonReport.of(report("a", "note"));
    JsonNode json = new ObjectMapper().readTree(line);

    assertThat(line).doesNotContain("\n");
    assertThat(json.get("sampler").asText()).isEqualTo("ddim");
    assertThat(json.get("metrics")).hasSize(3);
    assertThat(json.get("metrics").get(0).get("real").asDouble()).isEqualTo(0.0271);
    assertThat(json.get("metrics").get(2).get("value").isNull()).isTrue();
    assertThat(json.get("metrics").get(2).has("real")).isFalse();
    assertThat(json.get("classes").get(0).asInt()).isEqualTo(7);
  }

  @Test
  void thePageIsWellFormedWhateverTheTextSays() throws Exception {
    Path file = HtmlReport.write(report("<script>\"&'", "a & b < c"), directory.resolve("deep/x"));
    Page page = Page.read(file);

    assertThat(file.getFileName()).hasToString("index.html");
    assertThat(page.sections()).containsExactly("figures", "shown", "settings");
    assertThat(page.text()).contains("<script>\"&'", "a & b < c", "Fréchet distance", "12.35");
    assertThat(page.count("script")).isZero();
  }

  @Test
  void thePageNeedsNothingElse() throws IOException {
    Path file = HtmlReport.write(report("a", "note"), directory.resolve("page.html"));

    assertThat(file).isEqualTo(directory.resolve("page.html"));
    assertThat(Files.readString(file))
        .contains("prefers-color-scheme: dark")
        .doesNotContainPattern("(src|href)=\"(?!data:)")
        .doesNotContain("@import", "url(");
  }

  @Test
  void plotsOfStrangeValuesAreStillPlots() throws Exception {
    String svg =
        Histogram.svg(new float[] {0, 0}, new float[] {0}, 0, "mark <", "unit &")
            + Scatter.svg(new double[][] {{1, 1}}, new double[][] {{1, 1}}, "dots")
            + Bars.svg(
                List.of("a", "a very long name <"),
                new double[] {Double.NaN, 1},
                new double[] {0.5, Double.NaN},
                "bars")
            + HeatTable.html("a", "b", List.of("x", "y"), new int[][] {{0, 0}, {1, 0}});
    Page page = Page.of("<html>" + svg + "</html>");

    assertThat(page.count("svg")).isEqualTo(3);
    assertThat(page.count("td")).isEqualTo(4);
    assertThat(svg).doesNotContain("NaN", "Infinity");
  }

  @Test
  void aMetricIsFoundByItsName() {
    Report report = report("a", "note");

    assertThat(report.metric("share")).isEqualTo(SHARE);
    assertThatThrownBy(() -> report.metric("elbo"))
        .hasMessage("there is no metric elbo; there are [frechet, share, none]");
  }

  private static Report report(String title, String note) {
    return new Report(
        title,
        Map.of("sampler", "ddim"),
        List.of(DISTANCE, SHARE, NONE),
        Map.of("classes", List.of(7)),
        List.of(
            new Section("shown", "Shown", "Seen here.", "<b>bold</b>", "lines\n"),
            new Section("hidden", "Hidden", "Only for a terminal.", "", "")),
        List.of(),
        List.of(note),
        "./kiln evaluate a");
  }
}
