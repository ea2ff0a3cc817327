package dev.kiln.generation.output;

import dev.kiln.generation.card.SampleKind;
import dev.kiln.generation.card.SampleSpec;
import dev.kiln.generation.tensor.FloatTensor;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Image samples as PNG: 8 bits a channel, grey for one channel, RGB for three. */
public final class PngEncoder {

  private PngEncoder() {}

  /**
   * The sample as a PNG file. Values are mapped linearly from the card's range to 0..255, rounded
   * to the nearest; what lies outside is cut.
   *
   * @throws IllegalArgumentException when the sample is no image
   */
  public static byte[] encode(FloatTensor sample, SampleSpec spec) {
    return write(toImage(sample, spec));
  }

  /** The sample as a picture in memory; see {@link #encode}. */
  public static BufferedImage toImage(FloatTensor sample, SampleSpec spec) {
    if (spec.kind() != SampleKind.IMAGE) {
      throw new IllegalArgumentException("only an image can become a PNG, this is " + spec.kind());
    }
    int channels = sample.shape().dims().get(0);
    int height = sample.shape().dims().get(1);
    int width = sample.shape().dims().get(2);
    float[] values = sample.values();
    float low = (float) spec.low();
    float scale = 255f / (float) (spec.high() - spec.low());
    BufferedImage image =
        new BufferedImage(
            width,
            height,
            channels == 1 ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_INT_RGB);
    int plane = height * width;
    int[] pixel = new int[channels];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        for (int c = 0; c < channels; c++) {
          float value = (values[c * plane + y * width + x] - low) * scale;
          pixel[c] = Math.round(Math.max(0f, Math.min(255f, value)));
        }
        image.getRaster().setPixel(x, y, pixel);
      }
    }
    return image;
  }

  /** A picture as a PNG file. */
  public static byte[] write(BufferedImage image) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      ImageIO.write(image, "png", out);
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot fail to take a picture", e);
    }
    return bytes.toByteArray();
  }
}
