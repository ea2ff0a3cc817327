package dev.kiln.streams.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SharesTest {

  @Test
  void aRareClassIsBroughtToItsShareOfTheWhole() {
    double missing =
        Shares.missing(Map.of("a", 990L, "b", 10L), Map.of("b", 0.1), 1).getOrDefault("b", 0.0);

    assertThat((10 + missing) / (1000 + missing)).isEqualTo(0.1, within(1e-9));
  }

  @Test
  void whatIsNotRareGetsNothing() {
    assertThat(Shares.missing(Map.of("a", 50L, "b", 50L), Map.of("b", 0.1), 1)).isEmpty();
  }

  @Test
  void aClassThatFallsShortOnlyBecauseOthersGrowGetsItsShareToo() {
    Map<String, Long> real = Map.of("a", 880L, "b", 10L, "c", 110L);
    Map<String, Double> missing = Shares.missing(real, Map.of("b", 0.3, "c", 0.1), 2);

    double b = 10 + missing.getOrDefault("b", 0.0);
    double c = 110 + missing.getOrDefault("c", 0.0);
    assertThat(b / (880 + b + c)).isEqualTo(0.3, within(1e-9));
    assertThat(c / (880 + b + c)).isEqualTo(0.1, within(1e-9));
  }

  @Test
  void theRatioBoundsAllSamplesTogether() {
    Map<String, Double> missing =
        Shares.missing(Map.of("a", 1000L), Map.of("b", 0.4, "c", 0.4), 0.25);

    assertThat(missing.values().stream().mapToDouble(m -> m).sum()).isEqualTo(250, within(1e-6));
    assertThat(missing.get("b")).isEqualTo(missing.get("c"));
  }

  @Test
  void targetsThatLeaveNoRoomAreBoundedToo() {
    Map<String, Double> missing =
        Shares.missing(Map.of("a", 100L), Map.of("b", 0.5, "c", 0.5), 0.5);
    assertThat(missing.values().stream().mapToDouble(m -> m).sum()).isEqualTo(50, within(1e-6));
  }
}
