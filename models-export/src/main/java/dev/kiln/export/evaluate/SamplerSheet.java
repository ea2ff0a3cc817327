package dev.kiln.export.evaluate;

import dev.kiln.export.evaluate.SamplerComparison.Cell;
import dev.kiln.generation.output.PngEncoder;
import dev.kiln.generation.tensor.FloatTensor;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;

/**
 * A {@link SamplerComparison} as a picture: samplers down, steps across, accuracy under each cell.
 */
public final class SamplerSheet {
  private static final Color PAPER = new Color(0x16, 0x19, 0x20);
  private static final Color INK = new Color(0xe6, 0xe8, 0xec);
  private static final Color FAINT = new Color(0x94, 0x9a, 0xa6);
  private static final int NAMES = 150;
  private static final int HEAD = 34;
  private static final int CAPTION = 17;
  private static final int GAP = 10;
  private static final double TEXT = 13;

  private SamplerSheet() {}

  /** Writes the sheet as a PNG file. */
  public static void write(SamplerComparison comparison, Path file) throws IOException {
    Path parent = file.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    if (!ImageIO.write(draw(comparison), "png", file.toFile())) {
      throw new IOException("this Java cannot write PNG files");
    }
  }

  private static BufferedImage draw(SamplerComparison comparison) {
    List<Integer> shape = comparison.card().sample().shape().dims();
    int shown =
        comparison.rows().values().stream()
            .flatMap(List::stream)
            .mapToInt(cell -> cell.samples().size())
            .max()
            .orElse(1);
    int cellWidth = shown * shape.get(2) + GAP;
    int cellHeight = shape.get(1) + CAPTION + GAP;
    BufferedImage image =
        new BufferedImage(
            NAMES + comparison.steps().size() * cellWidth + GAP,
            HEAD + comparison.rows().size() * cellHeight + GAP,
            BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setColor(PAPER);
    graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
    try (Lettering lettering = new Lettering()) {
      graphics.setColor(FAINT);
      for (int column = 0; column < comparison.steps().size(); column++) {
        int n = comparison.steps().get(column);
        String head = n == 1 ? "1 step" : n + " steps";
        lettering.write(graphics, head, TEXT, NAMES + column * cellWidth, 22);
      }
      int y = HEAD;
      for (Map.Entry<String, List<Cell>> row : comparison.rows().entrySet()) {
        graphics.setColor(INK);
        lettering.write(graphics, row.getKey(), TEXT, GAP, y + shape.get(1) / 2.0 + TEXT / 3);
        int x = NAMES;
        for (Cell cell : row.getValue()) {
          cell(graphics, lettering, comparison, cell, x, y);
          x += cellWidth;
        }
        y += cellHeight;
      }
    } finally {
      graphics.dispose();
    }
    return image;
  }

  private static void cell(
      Graphics2D graphics,
      Lettering lettering,
      SamplerComparison comparison,
      Cell cell,
      int x,
      int y) {
    List<Integer> shape = comparison.card().sample().shape().dims();
    int at = x;
    for (FloatTensor sample : cell.samples()) {
      graphics.drawImage(PngEncoder.toImage(sample, comparison.card().sample()), at, y, null);
      at += shape.get(2);
    }
    graphics.setColor(FAINT);
    lettering.write(
        graphics, SamplerComparison.percent(cell), TEXT - 1, x, y + shape.get(1) + CAPTION - 4.0);
  }
}
