package dev.kiln.export.evaluate.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MemorisationTest {
  private static final int WIDTH = 12;
  private static final Points TRAINING =
      Clouds.gaussian(1, 2000, Clouds.all(WIDTH, 0), Clouds.all(WIDTH, 1));
  private static final int[] REAL = IntStream.range(0, 1000).toArray();

  @Test
  void freshSamplesAreAsNearAsRealPoints() {
    Points fresh = Clouds.gaussian(2, 1000, Clouds.all(WIDTH, 0), Clouds.all(WIDTH, 1));

    Memorisation found = Memorisation.of(fresh, TRAINING, REAL);

    assertThat(found.tooNear()).isCloseTo(Memorisation.SHARE, within(0.012));
    assertThat(found.medianOfSamples() / found.medianOfReal()).isCloseTo(1, within(0.03));
  }

  @Test
  void copiesAreFoundAndNamed() {
    Points fresh = Clouds.gaussian(2, 900, Clouds.all(WIDTH, 0), Clouds.all(WIDTH, 1));
    int[] copied = IntStream.range(0, 100).map(i -> 7 * i).toArray();
    float[] both = Arrays.copyOf(TRAINING.pick(copied).values(), 1000 * WIDTH);
    System.arraycopy(fresh.values(), 0, both, 100 * WIDTH, 900 * WIDTH);

    Memorisation found = Memorisation.of(new Points(WIDTH, both), TRAINING, REAL);

    assertThat(found.tooNear()).isBetween(0.1, 0.13);
    assertThat(found.suspects(100)).containsExactlyInAnyOrder(IntStream.range(0, 100).toArray());
    assertThat(found.nearest()).startsWith(0, 7, 14, 21);
    assertThat(found.samples()[5]).isZero();
  }

  @Test
  void copiesWithALittleNoiseAreFoundToo() {
    float[] noisy = TRAINING.pick(REAL).values();
    Points noise = Clouds.gaussian(5, REAL.length, Clouds.all(WIDTH, 0), Clouds.all(WIDTH, 0.05));
    for (int i = 0; i < noisy.length; i++) {
      noisy[i] += noise.values()[i];
    }

    assertThat(Memorisation.of(new Points(WIDTH, noisy), TRAINING, REAL).tooNear())
        .isGreaterThan(0.95);
  }

  @Test
  void twinsInTheTrainingSetDoNotHideCopies() {
    float[] twice = Arrays.copyOf(TRAINING.values(), 2 * TRAINING.values().length);
    System.arraycopy(
        TRAINING.values(), 0, twice, TRAINING.values().length, TRAINING.values().length);
    Points doubled = new Points(WIDTH, twice);

    assertThat(Memorisation.of(TRAINING.first(50), doubled, REAL).tooNear()).isEqualTo(1);
  }
}
