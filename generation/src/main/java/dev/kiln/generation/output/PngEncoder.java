package dev.kiln.generation.output;

import dev.kiln.generation.card.SampleKind;
import dev.kiln.generation.card.SampleSpec;
import dev.kiln.generation.tensor.FloatTensor;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.awt.image.DataBufferInt;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Image samples as PNG: 8 bits a channel, grey for one channel, RGB for three. */
public final class PngEncoder {

  /** Looking for one takes longer than writing a small picture. */
  private static final ThreadLocal<ImageWriter> WRITERS =
      ThreadLocal.withInitial(() -> ImageIO.getImageWritersByFormatName("png").next());

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
    if (channels == 1) {
      byte[] grey = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
      for (int i = 0; i < plane; i++) {
        grey[i] = (byte) level(values[i], low, scale);
      }
    } else {
      int[] rgb = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
      for (int i = 0; i < plane; i++) {
        rgb[i] =
            level(values[i], low, scale) << 16
                | level(values[plane + i], low, scale) << 8
                | level(values[2 * plane + i], low, scale);
      }
    }
    return image;
  }

  /** A channel's value as 0 to 255. */
  private static int level(float value, float low, float scale) {
    return Math.round(Math.max(0f, Math.min(255f, (value - low) * scale)));
  }

  /** A picture as a PNG file. */
  public static byte[] write(BufferedImage image) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageWriter writer = WRITERS.get();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(out);
      writer.write(image);
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot fail to take a picture", e);
    } finally {
      writer.reset();
    }
    return bytes.toByteArray();
  }
}
