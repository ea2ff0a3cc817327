package dev.kiln.streams.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.generation.call.NetworkHealth;
import dev.kiln.generation.request.Outcome;
import dev.kiln.generation.request.Rejection;
import dev.kiln.generation.request.Trouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class MetricsPageTest {

  private static final Path PAGE = Path.of("..", "docs", "metrics.md");

  @Test
  void thePageSaysWhatTheMetersSay() throws IOException {
    String rendered = MetricsPage.render();
    if (Boolean.getBoolean("kiln.docs.write")) {
      Files.writeString(PAGE, rendered);
    }

    assertThat(PAGE)
        .as("docs/metrics.md is stale: run docs/refresh")
        .exists()
        .content()
        .isEqualTo(rendered);
  }

  @Test
  void whatThePageNamesIsWhatPrometheusGets() {
    try (Meters meters = Meters.create()) {
      tellEverything(meters);
      List<String> own =
          MetersTest.scraped(meters).types.keySet().stream()
              .filter(family -> !family.endsWith("_max"))
              .toList();

      assertThat(own)
          .containsExactlyInAnyOrderElementsOf(
              Arrays.stream(KilnMeter.values()).map(MetricsPage::name).toList());
    }
  }

  @Test
  void everyMeterSaysWhatItMeans() {
    assertThat(KilnMeter.values())
        .allSatisfy(
            meter -> assertThat(meter.meaning()).as(meter.key()).isNotBlank().endsWith("."));
  }

  /** Everything that can be told, once. */
  static void tellEverything(Meters meters) {
    meters.watch(() -> List.of(new NetworkHealth("g/1/n", NetworkHealth.State.WELL, "")));
    meters.engine().admitted("g");
    meters.engine().waited("g", 1);
    meters.engine().called("g/1/n", 1, 2, 3);
    meters.engine().passed("g/1/n", 3);
    meters.engine().troubled("g/1/n", Trouble.HUNG);
    meters.engine().ended("g", new Outcome.Expired(), 4);
    meters.engine().refused("?", new Outcome.Rejected(Rejection.BAD_COUNT, "no"));
    meters.topology().answered("g", null, 1, Duration.ofMillis(5));
    meters.topology().previewed("g", 1, 1);
    meters.topology().restored(1);
    meters.topology().retried();
    meters.topology().registryAway();
    meters.topology().task(0).holds(1, 2);
  }
}
