package dev.kiln.generation.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class GaussianNoiseTest {
  @Test
  void philoxGivesItsPublishedAnswers() {
    assertThat(block(0, 0, 0, 0, 0, 0))
        .containsExactly(0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8);
    assertThat(block(-1, -1, -1, -1, -1, -1))
        .containsExactly(0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd);
    assertThat(block(0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344, 0xa4093822, 0x299f31d0))
        .containsExactly(0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1);
  }

  private static int[] block(int c0, int c1, int c2, int c3, int k0, int k1) {
    int[] words = new int[4];
    Philox.block(c0, c1, c2, c3, k0, k1, words, 0);
    return words;
  }

  @Test
  void momentsAreThoseOfAStandardNormal() {
    int n = 1 << 20;
    float[] z = draw(7, 3, 1, n);
    double[] moments = new double[5];
    int beyondTwo = 0;
    for (float v : z) {
      for (int k = 1; k <= 4; k++) {
        moments[k] += Math.pow(v, k) / n;
      }
      beyondTwo += Math.abs(v) > 2 ? 1 : 0;
    }
    assertThat(moments[1]).isCloseTo(0, within(0.005));
    assertThat(moments[2]).isCloseTo(1, within(0.008));
    assertThat(moments[3]).isCloseTo(0, within(0.02));
    assertThat(moments[4]).isCloseTo(3, within(0.05));
    assertThat((double) beyondTwo / n).isCloseTo(0.0455, within(0.001));
  }

  @Test
  void neighboursInEveryDirectionAreUncorrelated() {
    int n = 1 << 18;
    float[] z = draw(11, 0, 0, n + 3);
    for (float[] other : new float[][] {draw(12, 0, 0, n), draw(11, 1, 0, n), draw(11, 0, 1, n)}) {
      assertThat(correlation(z, 0, other, n)).isCloseTo(0, within(0.01));
    }
    for (int lag = 1; lag <= 3; lag++) {
      assertThat(correlation(z, lag, z, n)).isCloseTo(0, within(0.01));
    }
  }

  private static double correlation(float[] a, int lag, float[] b, int n) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += (double) a[i + lag] * b[i] / n;
    }
    return sum;
  }

  @Test
  void anElementDependsOnItsIndexOnly() {
    float[] whole = draw(42, 5, 9, 1000);
    float[] pieces = new float[1000];
    int at = 0;
    for (int length : new int[] {1, 2, 3, 250, 5, 7, 732}) {
      GaussianNoise.fill(42, 5, 9, at, pieces, at, length);
      at += length;
    }
    assertThat(at).isEqualTo(1000);
    assertThat(pieces).containsExactly(whole);
    float[] shifted = new float[20];
    GaussianNoise.fill(42, 5, 9, shifted, 6, 14);
    assertThat(shifted[6]).isEqualTo(whole[0]);
    assertThat(shifted[19]).isEqualTo(whole[13]);
    assertThat(shifted[5]).isZero();
  }

  @Test
  void seedSampleAndDrawAllMatter() {
    float first = draw(1, 0, 0, 1)[0];
    assertThat(draw(2, 0, 0, 1)[0]).isNotEqualTo(first);
    assertThat(draw(1L << 32 | 1, 0, 0, 1)[0]).isNotEqualTo(first);
    assertThat(draw(1, 1, 0, 1)[0]).isNotEqualTo(first);
    assertThat(draw(1, 0, 1, 1)[0]).isNotEqualTo(first);
  }

  @Test
  void polynomialsAgreeWithTheLibrary() {
    for (int i = 1; i < 10_000; i++) {
      double u = i / 10_000.0;
      double angle = (u - 0.5) * Math.PI / 2;
      double mantissa = (1 + u) * Math.sqrt(0.5);
      assertThat(BoxMuller.log(mantissa, -(i % 33)))
          .isCloseTo(StrictMath.log(Math.scalb(mantissa, -(i % 33))), within(1e-10));
      assertThat(BoxMuller.sin(angle)).isCloseTo(StrictMath.sin(angle), within(1e-10));
      assertThat(BoxMuller.cos(angle)).isCloseTo(StrictMath.cos(angle), within(1e-10));
    }
  }

  /** Figures written down once: a change of them changes every sample anybody replays. */
  @Test
  void theNumbersNeverChange() {
    assertThat(draw(0, 0, 0, 4)).containsExactly(PINNED);
  }

  /** The bits of four million of them, as the plainest code for them had it. */
  @Test
  void theBitsNeverChange() {
    int hash = 0;
    for (int draw = 0; draw < 4; draw++) {
      float[] z = new float[1 << 20];
      GaussianNoise.fill(0x123456789abcdefL, 3, draw, z, 0, z.length);
      hash = 31 * hash + Arrays.hashCode(z);
    }
    assertThat(hash).isEqualTo(1_670_757_212);
  }

  private static final float[] PINNED = {0.04700499f, -1.3546754f, -0.77758944f, 0.09584152f};

  @Test
  void rejectsATargetWithoutRoom() {
    assertThatThrownBy(() -> GaussianNoise.fill(0, 0, 0, new float[4], 2, 3))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  private static float[] draw(long seed, int sample, int draw, int n) {
    float[] z = new float[n];
    GaussianNoise.fill(seed, sample, draw, z, 0, n);
    return z;
  }
}
