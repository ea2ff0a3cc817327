package dev.kiln.generation.output;

import dev.kiln.generation.card.SampleKind;
import dev.kiln.generation.card.SampleSpec;
import dev.kiln.generation.tensor.FloatTensor;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * PNG files as image samples, for image-to-image and masks. The size is read from the header and
 * checked before a pixel is decoded, so that a small file cannot ask for a large picture.
 */
public final class PngDecoder {

  private PngDecoder() {}

  /**
   * Reads a picture of exactly the size that a generator makes. Bytes 0..255 are mapped linearly to
   * the card's range. Colour becomes luma (ITU-R BT.601) where the generator makes grey pictures,
   * and grey becomes three equal channels where it makes colour.
   *
   * @param what what to call it in messages, such as "image" or "mask"
   * @throws IllegalArgumentException when it is no PNG of that size; one sentence
   */
  public static FloatTensor decode(String what, byte[] png, SampleSpec spec) {
    if (spec.kind() != SampleKind.IMAGE) {
      throw new IllegalArgumentException(
          what + " was given, but the generator's samples are no pictures");
    }
    int height = spec.shape().dims().get(1);
    int width = spec.shape().dims().get(2);
    return toTensor(read(what, png, width, height), spec);
  }

  private static BufferedImage read(String what, byte[] png, int width, int height) {
    Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName("png");
    if (!readers.hasNext()) {
      throw new IllegalStateException("this Java has no PNG reader");
    }
    ImageReader reader = readers.next();
    try (MemoryCacheImageInputStream in =
        new MemoryCacheImageInputStream(new ByteArrayInputStream(pixels(what, png)))) {
      reader.setInput(in, true, true);
      int foundWidth = reader.getWidth(0);
      int foundHeight = reader.getHeight(0);
      if (foundWidth == width && foundHeight == height) {
        return reader.read(0);
      }
      throw new WrongSizeException(what, foundWidth, foundHeight, width, height);
    } catch (WrongSizeException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // Damaged files make the reader throw whatever its arithmetic runs into.
      throw unreadable(what, e);
    } finally {
      reader.dispose();
    }
  }

  private static byte[] pixels(String what, byte[] png) {
    try {
      return PngChunks.pixelsOnly(png);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          what + " is no PNG file that can be read: " + e.getMessage(), e);
    }
  }

  /** A picture of another size. */
  private static final class WrongSizeException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    WrongSizeException(String what, int width, int height, int wanted, int wantedHeight) {
      super(
          what
              + " must be "
              + wanted
              + " pixels wide and "
              + wantedHeight
              + " high, was "
              + width
              + " by "
              + height);
    }
  }

  private static IllegalArgumentException unreadable(String what, Exception cause) {
    return new IllegalArgumentException(what + " is no PNG file that can be read", cause);
  }

  private static FloatTensor toTensor(BufferedImage image, SampleSpec spec) {
    int channels = spec.shape().dims().get(0);
    int height = image.getHeight();
    int width = image.getWidth();
    float low = (float) spec.low();
    float scale = (float) ((spec.high() - spec.low()) / 255);
    float[] values = new float[spec.shape().size()];
    boolean grey =
        image.getRaster().getNumBands() == 1 && image.getColorModel().getPixelSize() == 8;
    int plane = height * width;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int rgb = grey ? image.getRaster().getSample(x, y, 0) * 0x010101 : image.getRGB(x, y);
        int red = rgb >> 16 & 0xff;
        int green = rgb >> 8 & 0xff;
        int blue = rgb & 0xff;
        int at = y * width + x;
        if (channels == 1) {
          float luma =
              red == green && green == blue ? red : 0.299f * red + 0.587f * green + 0.114f * blue;
          values[at] = clamp(low + luma * scale, spec);
        } else {
          values[at] = clamp(low + red * scale, spec);
          values[plane + at] = clamp(low + green * scale, spec);
          values[2 * plane + at] = clamp(low + blue * scale, spec);
        }
      }
    }
    return new FloatTensor(spec.shape(), values);
  }

  /** Rounding must not carry white past the range. */
  private static float clamp(float value, SampleSpec spec) {
    return Math.max((float) spec.low(), Math.min((float) spec.high(), value));
  }
}
