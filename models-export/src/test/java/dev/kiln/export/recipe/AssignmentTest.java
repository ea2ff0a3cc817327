package dev.kiln.export.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class AssignmentTest {
  @Test
  void findsTheCheapestOfAllPermutations() {
    Random random = new Random(1);
    for (int n = 1; n <= 7; n++) {
      for (int trial = 0; trial < 20; trial++) {
        double[][] cost = new double[n][n];
        for (double[] row : cost) {
          for (int j = 0; j < n; j++) {
            row[j] = random.nextInt(10) - 3;
          }
        }
        int[] found = Assignment.cheapest(cost);

        assertThat(IntStream.of(found).sorted()).containsExactly(range(n));
        assertThat(total(cost, found)).isCloseTo(cheapest(cost, 0, 0), Offset.offset(1e-9));
      }
    }
  }

  private static Integer[] range(int n) {
    return IntStream.range(0, n).boxed().toArray(Integer[]::new);
  }

  private static double total(double[][] cost, int... columns) {
    return IntStream.range(0, columns.length).mapToDouble(i -> cost[i][columns[i]]).sum();
  }

  private static double cheapest(double[][] cost, int row, int used) {
    if (row == cost.length) {
      return 0;
    }
    double best = Double.POSITIVE_INFINITY;
    for (int j = 0; j < cost.length; j++) {
      if ((used & 1 << j) == 0) {
        best = Math.min(best, cost[row][j] + cheapest(cost, row + 1, used | 1 << j));
      }
    }
    return best;
  }
}
