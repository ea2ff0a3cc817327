package dev.kiln.export.evaluate.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class FrechetDistanceTest {

  /** Commuting covariances: |m1 - m2|^2 plus the squared differences of the deviations. */
  @Test
  void ofDiagonalGaussiansIsTheirClosedForm() {
    Gaussian a = diagonal(new double[] {1, 2, 3}, 1, 4, 9);
    Gaussian b = diagonal(new double[] {1, 0, 4}, 4, 4, 1);

    assertThat(FrechetDistance.between(a, b)).isCloseTo((4 + 1) + (1 + 0 + 4), within(1e-9));
  }

  /**
   * Covariances that do not commute: A = [[2, 1], [1, 2]] and B = diag(1, 4). In two dimensions
   * tr((AB)^(1/2)) = sqrt(tr(AB) + 2 sqrt(det(AB))), here with tr(AB) = 10 and det(AB) = 12.
   */
  @Test
  void ofTurnedGaussiansIsTheirClosedForm() {
    Gaussian a = new Gaussian(new double[2], new double[][] {{2, 1}, {1, 2}});
    Gaussian b = diagonal(new double[2], 1, 4);
    double expected = 4 + 5 - 2 * Math.sqrt(10 + 2 * Math.sqrt(12));

    assertThat(FrechetDistance.between(a, b)).isCloseTo(expected, within(1e-9));
    assertThat(FrechetDistance.between(b, a)).isCloseTo(expected, within(1e-9));
  }

  @Test
  void ofASetToItselfIsNothing() {
    Points points = Clouds.gaussian(1, 500, Clouds.all(32, 3), Clouds.all(32, 2));

    assertThat(FrechetDistance.between(points, points)).isLessThan(1e-5);
  }

  @Test
  void ofAShiftedCopyIsTheSquareOfTheShift() {
    Points points = Clouds.gaussian(1, 400, Clouds.all(8, 0), Clouds.all(8, 1));
    float[] moved = points.values().clone();
    for (int i = 0; i < moved.length; i += 8) {
      moved[i] += 3;
    }

    assertThat(FrechetDistance.between(points, new Points(8, moved))).isCloseTo(9, within(1e-4));
  }

  @Test
  void ofFewerPointsThanDimensionsIsStillANumber() {
    Points few = Clouds.gaussian(1, 5, Clouds.all(16, 0), Clouds.all(16, 1));
    Points many = Clouds.gaussian(2, 500, Clouds.all(16, 0), Clouds.all(16, 1));

    assertThat(FrechetDistance.between(few, many)).isPositive().isLessThan(30);
  }

  @Test
  void shrinksWithTheNumberOfPointsOfTheSameLaw() {
    double[] distances = new double[2];
    int[] counts = {200, 2000};
    for (int i = 0; i < counts.length; i++) {
      Points a = Clouds.gaussian(3, counts[i], Clouds.all(16, 0), Clouds.all(16, 1));
      Points b = Clouds.gaussian(4, counts[i], Clouds.all(16, 0), Clouds.all(16, 1));
      distances[i] = FrechetDistance.between(a, b);
    }

    assertThat(distances[0] / distances[1]).isBetween(5.0, 20.0);
  }

  @Test
  void saysWhatCannotBeCompared() {
    Points one = new Points(2, new float[] {1, 2});
    Points other = new Points(3, new float[6]);

    assertThatThrownBy(() -> FrechetDistance.between(one, other))
        .hasMessage("points of 2 and of 3 dimensions cannot be compared");
    assertThatThrownBy(() -> FrechetDistance.between(one, one))
        .hasMessage("a covariance needs at least 2 points, there are 1");
  }

  private static Gaussian diagonal(double[] mean, double... variances) {
    double[][] covariance = new double[mean.length][mean.length];
    for (int i = 0; i < mean.length; i++) {
      covariance[i][i] = variances[i];
    }
    return new Gaussian(mean, covariance);
  }
}
