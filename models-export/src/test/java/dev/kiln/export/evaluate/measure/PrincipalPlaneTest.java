package dev.kiln.export.evaluate.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PrincipalPlaneTest {

  @Test
  void liesAlongTheTwoWidestDirections() {
    Points points =
        Clouds.gaussian(1, 3000, new double[] {0, 5, 0, 0}, new double[] {0.1, 2, 0.1, 4});

    PrincipalPlane plane = PrincipalPlane.of(points);
    double[][] places = plane.project(new Points(4, new float[] {0, 5, 0, 4, 0, 7, 0, 0}));

    assertThat(Math.abs(places[0][0])).isCloseTo(4, within(0.2));
    assertThat(Math.abs(places[0][1])).isLessThan(0.3);
    assertThat(Math.abs(places[1][1])).isCloseTo(2, within(0.2));
    assertThat(plane.share()).isGreaterThan(0.99);
  }
}
