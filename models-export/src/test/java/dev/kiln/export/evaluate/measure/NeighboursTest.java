package dev.kiln.export.evaluate.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Comparator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NeighboursTest {

  /** Odd sizes, so that blocks, tiles and queries abreast all end in the middle. */
  @Test
  void areThoseOfAPlainSearch() {
    Points queries = Clouds.gaussian(1, 71, Clouds.all(5, 0), Clouds.all(5, 1));
    Points candidates = Clouds.gaussian(2, 301, Clouds.all(5, 0), Clouds.all(5, 1));

    Neighbours found = Neighbours.of(queries, candidates, 4);

    for (int q = 0; q < queries.count(); q++) {
      int query = q;
      int[] plain =
          IntStream.range(0, candidates.count())
              .boxed()
              .sorted(Comparator.comparingDouble(c -> distance(queries, query, candidates, c)))
              .limit(4)
              .mapToInt(Integer::intValue)
              .toArray();
      for (int i = 0; i < 4; i++) {
        assertThat(found.indices()[q * 4 + i]).isEqualTo(plain[i]);
        assertThat((double) found.distances()[q * 4 + i])
            .isCloseTo(distance(queries, q, candidates, plain[i]), within(1e-5));
      }
    }
  }

  @Test
  void leaveThePointItselfOut() {
    Points points = new Points(1, new float[] {0, 1, 10, 12});

    Neighbours found = Neighbours.among(points, 1);

    assertThat(found.indices()).containsExactly(1, 0, 3, 2);
    assertThat(found.distances()).containsExactly(1, 1, 2, 2);
  }

  private static double distance(Points a, int i, Points b, int j) {
    double sum = 0;
    for (int d = 0; d < a.width(); d++) {
      sum += Math.pow(a.at(i, d) - b.at(j, d), 2);
    }
    return Math.sqrt(sum);
  }
}
