package dev.kiln.generation.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FiniteTest {

  private static final int VALUES = 1000;

  @Test
  void everyOtherFloatIsANumber() {
    float[] values = {
      0f, -0f, 1f, -1f, Float.MIN_VALUE, -Float.MIN_VALUE, Float.MAX_VALUE, -Float.MAX_VALUE
    };
    assertThat(Finite.firstOther(values)).isEqualTo(-1);
    assertThat(Finite.firstOther(new float[0])).isEqualTo(-1);
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void findsTheFirstThatIsNone(float bad) {
    Random random = new Random(7);
    for (int place = 0; place < VALUES; place++) {
      float[] values = new float[VALUES];
      for (int i = 0; i < VALUES; i++) {
        values[i] = (float) random.nextGaussian() * 1e30f;
      }
      values[place] = bad;
      values[VALUES - 1] = bad;
      assertThat(Finite.firstOther(values)).isEqualTo(place);
    }
  }

  /** Every bit pattern of NaN, signalling ones and negative ones as well, is told apart. */
  @Test
  void agreesWithJavaOnEveryKindOfBits() {
    Random random = new Random(7);
    for (int i = 0; i < 1_000_000; i++) {
      float value = Float.intBitsToFloat(random.nextInt() | (i % 2 == 0 ? 0x7f80_0000 : 0));
      assertThat(Finite.firstOther(new float[] {value}) < 0).isEqualTo(Float.isFinite(value));
    }
  }
}
