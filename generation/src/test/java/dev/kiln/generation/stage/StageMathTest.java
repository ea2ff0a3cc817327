package dev.kiln.generation.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kiln.generation.request.GuidanceOptions;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StageMathTest {

  @Test
  void slerpKeepsTheLengthOfEqualVectors() {
    float[] a = {1, 0, 0};
    Sphere.slerp(a, new float[] {0, 1, 0}, 0.5);
    float half = (float) Math.sqrt(0.5);
    assertThat(a).containsExactly(new float[] {half, half, 0}, within(1e-6f));
  }

  @Test
  void slerpOfParallelVectorsIsTheStraightLine() {
    float[] a = {1, 1};
    Sphere.slerp(a, new float[] {3, 3}, 0.25);
    assertThat(a).containsExactly(new float[] {1.5f, 1.5f}, within(1e-6f));
  }

  @Test
  void fullRescalingRestoresTheConditionalDeviation() {
    float[] conditional = {1, 2, 3, 4};
    float[] unconditional = {0, 0, 0, 0};
    Guidance guidance =
        new Guidance(7, new GuidanceOptions(1, 0, 1, Map.of()), new Conditions(Map.of()));
    guidance.mergeRescaled(conditional, unconditional);
    assertThat(conditional).containsExactly(new float[] {1, 2, 3, 4}, within(1e-5f));
  }

  @Test
  void halfRescalingStandsHalfway() {
    float[] conditional = {1, -1};
    Guidance guidance =
        new Guidance(3, new GuidanceOptions(0.5, 0, 1, Map.of()), new Conditions(Map.of()));
    guidance.mergeRescaled(conditional, new float[] {0, 0});
    assertThat(conditional).containsExactly(new float[] {2, -2}, within(1e-6f));
  }

  @Test
  void theIntervalIsHalfOpen() {
    GuidanceOptions options = new GuidanceOptions(0, 0.25, 0.75, Map.of());
    assertThat(options.covers(0, 4)).isFalse();
    assertThat(options.covers(1, 4)).isTrue();
    assertThat(options.covers(2, 4)).isTrue();
    assertThat(options.covers(3, 4)).isFalse();
    assertThat(GuidanceOptions.PLAIN.covers(3, 4)).isTrue();
  }
}
