package dev.kiln.streams.files;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SampleNameTest {

  @Test
  void saysAllThatItTakesToMakeTheSampleAgain() {
    assertThat(new SampleName("digits-ddpm", "7", null, 42, "ddim", 20, 2.5, 3).path())
        .isEqualTo("digits-ddpm/label-7-seed-42-ddim-steps-20-guidance-2.5-index-03.png");
  }

  @Test
  void leavesOutGuidanceThatWasNotThere() {
    assertThat(new SampleName("digits-gan", null, null, -1, "direct", 1, null, 0).path())
        .isEqualTo("digits-gan/label-none-seed--1-direct-steps-1-index-00.png");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../../etc/passwd", "/etc/passwd", "..", ".", "", "a\\b", "a\u0000b"})
  void neverLeavesItsDirectory(String hostile) {
    String path = new SampleName(hostile, hostile, null, 0, hostile, 1, null, 0).path();

    assertThat(path.split("/", -1)).hasSize(2).noneMatch(part -> part.matches("\\.*"));
    assertThat(path).doesNotContain("\\", "\u0000");
  }
}
