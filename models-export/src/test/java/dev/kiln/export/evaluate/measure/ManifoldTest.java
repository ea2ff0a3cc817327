package dev.kiln.export.evaluate.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ManifoldTest {
  private static final int MODES = 10;
  private static final int PER_MODE = 60;

  @Test
  void aSetAgainstItselfIsPerfect() {
    Points points = Clouds.modes(1, MODES, PER_MODE, 4);

    assertThat(PrecisionRecall.of(points, points)).isEqualTo(new PrecisionRecall(1, 1));
    assertThat(DensityCoverage.of(points, points).coverage()).isEqualTo(1);
  }

  /** Naeem et al. 2020, lemma 2: two sets of the same law and size n cover 1 - 2^-k nearly. */
  @Test
  void twoSetsOfOneLawHaveTheExpectedDensityAndCoverage() {
    Points real = Clouds.gaussian(1, 2000, Clouds.all(8, 0), Clouds.all(8, 1));
    Points same = Clouds.gaussian(2, 2000, Clouds.all(8, 0), Clouds.all(8, 1));

    DensityCoverage found = DensityCoverage.of(real, same);

    assertThat(found.density()).isCloseTo(1, within(0.05));
    assertThat(found.coverage()).isCloseTo(1 - Math.pow(2, -DensityCoverage.K), within(0.01));
  }

  @Test
  void samplesFarAwayHaveNothing() {
    Points real = Clouds.modes(1, MODES, PER_MODE, 4);
    float[] moved = real.values().clone();
    for (int i = 0; i < moved.length; i++) {
      moved[i] += 50;
    }
    Points away = new Points(4, moved);

    assertThat(PrecisionRecall.of(real, away)).isEqualTo(new PrecisionRecall(0, 0));
    assertThat(DensityCoverage.of(real, away)).isEqualTo(new DensityCoverage(0, 0));
  }

  @Test
  void samplesCollapsedToOneModeArePreciseAndMissTheRest() {
    Points real = Clouds.modes(1, MODES, PER_MODE, 4);
    Points collapsed = Clouds.modes(2, 1, MODES * PER_MODE, 4);

    PrecisionRecall found = PrecisionRecall.of(real, collapsed);

    assertThat(found.precision()).isGreaterThan(0.9);
    assertThat(found.recall()).isLessThanOrEqualTo(1.0 / MODES);
    assertThat(DensityCoverage.of(real, collapsed).coverage()).isCloseTo(0.1, within(0.001));
  }

  @Test
  void coverageFallsByTheShareOfTheModesThatAreNeverMade() {
    Points real = Clouds.modes(1, MODES, PER_MODE, 4);
    Points whole = Clouds.modes(2, MODES, PER_MODE, 4);
    Points lacking = Clouds.modes(2, 7, PER_MODE, 4);

    double all = DensityCoverage.of(real, whole).coverage();
    double some = DensityCoverage.of(real, lacking).coverage();

    assertThat(all).isGreaterThan(0.93);
    assertThat(some / all).isCloseTo(0.7, within(0.02));
  }

  /** What moved the authors: one outlier among the samples must not make them look complete. */
  @Test
  void oneOutlierRaisesRecallButNotCoverage() {
    Points real = Clouds.modes(1, MODES, PER_MODE, 4);
    Points samples = Clouds.modes(2, 1, PER_MODE, 4);
    float[] outlier = samples.values().clone();
    for (int i = 0; i < 4; i++) {
      outlier[i] = 400;
    }
    Points with = new Points(4, outlier);

    assertThat(PrecisionRecall.of(real, with).recall())
        .isGreaterThan(PrecisionRecall.of(real, samples).recall() + 0.5);
    assertThat(DensityCoverage.of(real, with).coverage()).isLessThan(0.2);
  }

  @Test
  void needsMorePointsThanNeighbours() {
    Points few = new Points(1, new float[] {1, 2, 3});

    assertThatThrownBy(() -> PrecisionRecall.of(few, few))
        .hasMessage("the 3 nearest neighbours need at least 4 points, there are 3");
  }
}
