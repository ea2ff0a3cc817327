package dev.kiln.generation.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.generation.card.SampleKind;
import dev.kiln.generation.card.SampleSpec;
import dev.kiln.generation.tensor.FloatTensor;
import dev.kiln.generation.tensor.Shape;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class PngEncoderTest {

  @Test
  void mapsTheRangeToBytes() throws Exception {
    Shape shape = Shape.of(1, 2, 2);
    byte[] png =
        PngEncoder.encode(
            new FloatTensor(shape, new float[] {-1, 1, 0, 7}),
            new SampleSpec(SampleKind.IMAGE, shape, List.of(-1.0, 1.0)));
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
    assertThat(image.getRaster().getPixels(0, 0, 2, 2, (int[]) null))
        .containsExactly(0, 255, 128, 255);
  }

  @Test
  void writesColour() throws Exception {
    Shape shape = Shape.of(3, 1, 1);
    byte[] png =
        PngEncoder.encode(
            new FloatTensor(shape, new float[] {1, 0, 0.5f}),
            new SampleSpec(SampleKind.IMAGE, shape, List.of(0.0, 1.0)));
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
    assertThat(image.getRGB(0, 0)).isEqualTo(0xffff0080);
  }

  @Test
  void refusesWhatIsNoImage() {
    Shape shape = Shape.of(4);
    assertThatThrownBy(
            () ->
                PngEncoder.encode(
                    new FloatTensor(shape, new float[4]),
                    new SampleSpec(SampleKind.VECTOR, shape, List.of(0.0, 1.0))))
        .hasMessageContaining("VECTOR");
  }

  @Test
  void aSheetHasARowForEachClassAndEnlargesSmallSamples() throws Exception {
    Shape shape = Shape.of(1, 28, 28);
    ContactSheet sheet =
        new ContactSheet(new SampleSpec(SampleKind.IMAGE, shape, List.of(-1.0, 1.0)), 3);
    for (int i = 0; i < 5; i++) {
      sheet.add("10", new FloatTensor(shape, new float[784]));
    }
    sheet.add("9", new FloatTensor(shape, new float[784]));
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(sheet.toPng()));
    assertThat(image.getWidth()).isEqualTo(3 * 60 + 4);
    assertThat(image.getHeight()).isEqualTo(2 * 60 + 4);
    assertThat(image.getRGB(100, 30)).as("class 9 comes before 10").isEqualTo(0xff20242c);
  }
}
