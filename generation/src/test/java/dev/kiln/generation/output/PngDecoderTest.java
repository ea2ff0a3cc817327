package dev.kiln.generation.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.kiln.generation.card.SampleKind;
import dev.kiln.generation.card.SampleSpec;
import dev.kiln.generation.tensor.FloatTensor;
import dev.kiln.generation.tensor.Shape;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PngDecoderTest {

  private static final SampleSpec GREY = spec(1, 4, 3);
  private static final SampleSpec COLOUR = spec(3, 4, 3);

  @Test
  void readsWhatTheEncoderWrote() {
    for (SampleSpec spec : List.of(GREY, COLOUR)) {
      float[] values = new float[spec.shape().size()];
      Random random = new Random(1);
      for (int i = 0; i < values.length; i++) {
        values[i] = random.nextFloat() * 2 - 1;
      }
      FloatTensor sample = new FloatTensor(spec.shape(), values);
      FloatTensor back = PngDecoder.decode("image", PngEncoder.encode(sample, spec), spec);
      assertThat(back.values()).containsExactly(values, within(1 / 255f + 1e-6f));
    }
  }

  @Test
  void greyBecomesColour() {
    FloatTensor white = new FloatTensor(GREY.shape(), filled(12, 1));
    assertThat(PngDecoder.decode("image", PngEncoder.encode(white, GREY), COLOUR).values())
        .isEqualTo(filled(36, 1));
  }

  @Test
  void refusesAnotherSizeBeforeItDecodes() {
    byte[] png = PngEncoder.write(new BufferedImage(5, 4, BufferedImage.TYPE_INT_RGB));
    assertThatThrownBy(() -> PngDecoder.decode("mask", png, GREY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("mask must be 3 pixels wide and 4 high, was 5 by 4");
  }

  @Test
  void aSmallFileCannotAskForALargePicture() {
    byte[] png = PngEncoder.encode(new FloatTensor(GREY.shape(), new float[12]), GREY);
    // The header's width, big-endian at byte 16, made two thousand million.
    png[16] = 0x7f;
    assertThatThrownBy(() -> PngDecoder.decode("image", png, GREY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("image ");
  }

  @Test
  void refusesBytesThatAreNoPicture() {
    byte[] png = PngEncoder.encode(new FloatTensor(GREY.shape(), new float[12]), GREY);
    for (byte[] bytes :
        List.of(new byte[0], new byte[] {1, 2, 3}, Arrays.copyOf(png, png.length / 2))) {
      assertThatThrownBy(() -> PngDecoder.decode("image", bytes, GREY))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("image is no PNG file that can be read");
    }
  }

  private static SampleSpec spec(int... shape) {
    return new SampleSpec(SampleKind.IMAGE, Shape.of(shape), List.of(-1.0, 1.0));
  }

  private static float[] filled(int length, float value) {
    float[] values = new float[length];
    Arrays.fill(values, value);
    return values;
  }
}
