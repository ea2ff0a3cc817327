package dev.kiln.export.data.folder;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * PNG and JPEG files. The size is read from the header first, so that a small file cannot ask for a
 * large picture. Whatever is transparent shows black.
 */
final class PictureFile {
  private static final List<String> ENDINGS = List.of(".png", ".jpg", ".jpeg");

  /** Some programs write a little behind the picture's end. */
  private static final int TAIL = 1 << 16;

  private static final int LARGEST_SIDE = 1 << 14;
  private static final int MOST_PIXELS = 1 << 26;

  private PictureFile() {}

  /** Whether a file's name ends as a picture's. */
  static boolean isPicture(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    return ENDINGS.stream().anyMatch(name::endsWith);
  }

  /**
   * Decodes a file.
   *
   * @throws IOException if it cannot be read or is no whole picture; the message is the reason
   *     alone, without the file
   */
  static Picture read(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw new IOException("it is neither PNG nor JPEG inside");
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(in, true, true);
        checkSize(reader.getWidth(0), reader.getHeight(0));
        checkEnd(bytes, reader.getFormatName());
        return picture(reader.read(0));
      } catch (RuntimeException e) {
        // Damaged files make the readers throw whatever their arithmetic runs into.
        throw new IOException("its content is damaged", e);
      } finally {
        reader.dispose();
      }
    }
  }

  /** Java's readers take what is there of a file that was cut short, and leave the rest black. */
  private static void checkEnd(byte[] bytes, String format) throws IOException {
    String end = format.equalsIgnoreCase("png") ? "IEND" : "\u00ff\u00d9";
    int tail = Math.max(0, bytes.length - TAIL);
    if (!new String(bytes, tail, bytes.length - tail, StandardCharsets.ISO_8859_1).contains(end)) {
      throw new IOException("it is cut short");
    }
  }

  private static void checkSize(int width, int height) throws IOException {
    if (width > LARGEST_SIDE || height > LARGEST_SIDE || (long) width * height > MOST_PIXELS) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "it is %d x %d pixels, more than %d million",
              width,
              height,
              MOST_PIXELS >> 20));
    }
  }

  private static Picture picture(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    int plane = width * height;
    byte[] planes = new byte[3 * plane];
    Raster raster = image.getRaster();
    // Java's grey is linear light: getRGB would brighten it. A grey file's bytes are meant as they
    // are.
    boolean bytes = raster.getNumBands() == 1 && image.getColorModel().getPixelSize() == 8;
    boolean grey = bytes && !(image.getColorModel() instanceof java.awt.image.IndexColorModel);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int argb = grey ? 0xFF000000 | raster.getSample(x, y, 0) * 0x010101 : image.getRGB(x, y);
        int at = y * width + x;
        planes[at] = over(argb >>> 16, argb >>> 24);
        planes[plane + at] = over(argb >>> 8, argb >>> 24);
        planes[2 * plane + at] = over(argb, argb >>> 24);
      }
    }
    return new Picture(width, height, planes);
  }

  /** A colour over black. */
  private static byte over(int colour, int alpha) {
    return (byte) ((colour & 0xFF) * alpha / 255);
  }
}
