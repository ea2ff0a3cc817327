package dev.kiln.streams.files;

import dev.kiln.generation.card.SampleKind;
import dev.kiln.generation.card.SampleSpec;
import dev.kiln.generation.output.PngEncoder;
import dev.kiln.generation.tensor.FloatTensor;
import dev.kiln.generation.tensor.Shape;
import dev.kiln.schemas.avro.GeneratedSample;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import javax.imageio.ImageIO;

/** The picture in a sample record, whichever way the record carries it. Pure functions. */
public final class SampleImage {

  private static final String PNG = "png";

  private SampleImage() {}

  /** What a picture record without a card is taken for: values from -1 to 1. */
  public static SampleSpec specOf(GeneratedSample sample) {
    return new SampleSpec(SampleKind.IMAGE, new Shape(sample.getShape()), List.of(-1.0, 1.0));
  }

  /** Whether the record carries a picture: one or three channels, height, width. */
  public static boolean isImage(GeneratedSample sample) {
    List<Integer> shape = sample.getShape();
    return shape.size() == 3 && (shape.get(0) == 1 || shape.get(0) == 3);
  }

  /** The picture as a PNG file: the record's own, or its tensor encoded. */
  public static byte[] png(GeneratedSample sample, SampleSpec spec) {
    return sample.getEncoding().equals(PNG)
        ? SampleData.bytes(sample)
        : PngEncoder.encode(tensor(sample, spec), spec);
  }

  /**
   * The picture as a tensor in the range of the spec; from a PNG with the precision of 8 bits.
   *
   * @throws IllegalStateException when the bytes are not what the record says
   */
  public static FloatTensor tensor(GeneratedSample sample, SampleSpec spec) {
    Shape shape = new Shape(sample.getShape());
    if (!sample.getEncoding().equals(PNG)) {
      return FloatTensor.fromBytes(shape, SampleData.bytes(sample));
    }
    try {
      BufferedImage image = ImageIO.read(new ByteArrayInputStream(SampleData.bytes(sample)));
      if (image == null) {
        throw new IllegalStateException("The sample's data is not the PNG that it says it is");
      }
      return tensor(image.getRaster(), shape, spec);
    } catch (IOException e) {
      throw new IllegalStateException("The sample's PNG is damaged: " + e.getMessage(), e);
    }
  }

  private static FloatTensor tensor(Raster raster, Shape shape, SampleSpec spec) {
    int channels = shape.dims().get(0);
    int height = raster.getHeight();
    int width = raster.getWidth();
    float low = (float) spec.low();
    float scale = (float) (spec.high() - spec.low()) / 255f;
    float[] values = new float[channels * height * width];
    for (int c = 0; c < channels; c++) {
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          values[(c * height + y) * width + x] = low + raster.getSample(x, y, c) * scale;
        }
      }
    }
    return new FloatTensor(shape, values);
  }
}
