package dev.kiln.export.recipe;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Many small images in one PNG, row after row. */
final class ContactSheet {
  private static final int GAP = 2;

  private ContactSheet() {}

  /** Writes images [N, channels, height, width] in [-1, 1]; values outside are clipped. */
  static void write(Path file, float[] images, int channels, int height, int width, int columns)
      throws IOException {
    int area = height * width;
    int count = images.length / (channels * area);
    int rows = (count + columns - 1) / columns;
    BufferedImage sheet =
        new BufferedImage(
            columns * (width + GAP), rows * (height + GAP), BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < count; i++) {
      for (int p = 0; p < area; p++) {
        int rgb = 0;
        for (int c = 0; c < 3; c++) {
          float value = images[(i * channels + Math.min(c, channels - 1)) * area + p];
          rgb = rgb << 8 | Math.round(Math.max(0, Math.min(1, (value + 1) / 2)) * 255);
        }
        sheet.setRGB(
            i % columns * (width + GAP) + p % width, i / columns * (height + GAP) + p / width, rgb);
      }
    }
    ImageIO.write(sheet, "png", file.toFile());
  }
}
