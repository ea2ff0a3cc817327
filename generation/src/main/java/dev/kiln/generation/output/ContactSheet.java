package dev.kiln.generation.output;

import dev.kiln.generation.card.SampleSpec;
import dev.kiln.generation.tensor.FloatTensor;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Many samples on one picture: a row for each class, in the order of their names (numbers as
 * numbers). For one thread.
 */
public final class ContactSheet {

  private static final int GAP = 4;
  private static final int MIN_CELL = 56;
  private static final Color PAPER = new Color(0x20, 0x24, 0x2c);

  private final SampleSpec spec;
  private final int maxColumns;
  private final Map<String, List<BufferedImage>> rows =
      new TreeMap<>(
          (a, b) ->
              a.length() != b.length() && (a + b).chars().allMatch(Character::isDigit)
                  ? Integer.compare(a.length(), b.length())
                  : a.compareTo(b));

  /**
   * @param spec what the samples are
   * @param maxColumns how many samples of a class are shown; later ones are left out
   */
  public ContactSheet(SampleSpec spec, int maxColumns) {
    this.spec = spec;
    this.maxColumns = maxColumns;
  }

  /** Adds a sample to the row of its class. */
  public void add(String row, FloatTensor sample) {
    List<BufferedImage> images = rows.computeIfAbsent(row, r -> new ArrayList<>());
    if (images.size() < maxColumns) {
      images.add(PngEncoder.toImage(sample, spec));
    }
  }

  public boolean isEmpty() {
    return rows.isEmpty();
  }

  /** The sheet as a PNG file; small samples are enlarged by a whole factor. */
  public byte[] toPng() {
    int columns = rows.values().stream().mapToInt(List::size).max().orElse(1);
    int height = spec.shape().dims().get(1);
    int width = spec.shape().dims().get(2);
    int zoom = Math.max(1, (MIN_CELL + Math.max(height, width) - 1) / Math.max(height, width));
    int cellWidth = width * zoom + GAP;
    int cellHeight = height * zoom + GAP;
    BufferedImage sheet =
        new BufferedImage(
            columns * cellWidth + GAP,
            Math.max(1, rows.size()) * cellHeight + GAP,
            BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = sheet.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
    graphics.setColor(PAPER);
    graphics.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
    int y = GAP;
    for (List<BufferedImage> images : rows.values()) {
      int x = GAP;
      for (BufferedImage image : images) {
        graphics.drawImage(image, x, y, width * zoom, height * zoom, null);
        x += cellWidth;
      }
      y += cellHeight;
    }
    graphics.dispose();
    return PngEncoder.write(sheet);
  }
}
