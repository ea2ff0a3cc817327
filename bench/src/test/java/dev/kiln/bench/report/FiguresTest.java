package dev.kiln.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FiguresTest {

  @Test
  void aFigureIsItsMedianWithTheLeastAndTheMost() {
    Figures odd = new Figures(List.of(3.0, 1.0, 10.0));
    Figures even = new Figures(List.of(3.0, 1.0, 10.0, 4.0));

    assertThat(odd.median()).isEqualTo(3);
    assertThat(odd.min()).isEqualTo(1);
    assertThat(odd.max()).isEqualTo(10);
    assertThat(even.median()).isEqualTo(3.5);
    assertThat(odd).hasToString("3.00 (1.00 to 10.0)");
  }

  @Test
  void aPercentileIsATimeThatARequestTook() {
    Latencies latencies = new Latencies();
    IntStream.rangeClosed(1, 2000).forEach(i -> latencies.add(2001 - i));

    assertThat(latencies.percentile(0.5)).isEqualTo(1000);
    assertThat(latencies.percentile(0.99)).isEqualTo(1980);
    assertThat(latencies.percentile(1)).isEqualTo(2000);
  }

  @Test
  void theLastLineIsJson() throws Exception {
    StringWriter text = new StringWriter();
    Report report = new Report("limit", new PrintWriter(text), false);
    report.fact("network", "small");
    report.measured("kiln / bare", 0.5);
    report.measured("kiln / bare", 0.7);
    report.finish();

    List<String> lines = text.toString().lines().toList();
    JsonNode json = new ObjectMapper().readTree(lines.get(lines.size() - 1));
    assertThat(json.path("bench").asText()).isEqualTo("limit");
    assertThat(json.path("rounds").asInt()).isEqualTo(2);
    assertThat(json.path("figures").path("kiln / bare").path("median").asDouble()).isEqualTo(0.6);
  }

  @Test
  void aRoundWithoutAMeasurementIsNoFigure() {
    Report report = new Report("limit", new PrintWriter(new StringWriter()), true);

    assertThatThrownBy(() -> report.measured("samples/s", Double.NaN))
        .hasMessageContaining("samples/s");
  }
}
