package dev.kiln.export.evaluate.shapes;

import dev.kiln.export.evaluate.Lettering;
import dev.kiln.generation.card.SampleKind;
import dev.kiln.generation.card.SampleSpec;
import dev.kiln.generation.output.PngEncoder;
import dev.kiln.generation.tensor.FloatTensor;
import dev.kiln.generation.tensor.Shape;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/** Pictures with their prompts below them, as one picture. For one thread. */
public final class CaptionSheet {
  private static final int SIDE = 96;
  private static final int CELL = 132;
  private static final int LINE = 11;
  private static final int LINES = 4;
  private static final int LETTERS = 24;
  private static final Color PAPER = new Color(0x20, 0x24, 0x2c);
  private static final Color INK = new Color(0xe6, 0xe6, 0xe6);
  private static final SampleSpec PICTURE =
      new SampleSpec(SampleKind.IMAGE, Shape.of(3, 32, 32), List.of(-1.0, 1.0));

  private final int columns;
  private final List<BufferedImage> pictures = new ArrayList<>();
  private final List<String> captions = new ArrayList<>();

  /** A sheet with so many pictures in a row. */
  public CaptionSheet(int columns) {
    this.columns = columns;
  }

  /** Adds a picture: three planes of 32 by 32 values in [-1, 1]. */
  public void add(String caption, float[] picture) {
    pictures.add(PngEncoder.toImage(new FloatTensor(PICTURE.shape(), picture), PICTURE));
    captions.add(caption);
  }

  /** The sheet as a PNG file. */
  public byte[] toPng() {
    int rows = (pictures.size() + columns - 1) / columns;
    int height = SIDE + LINES * LINE + 12;
    BufferedImage sheet =
        new BufferedImage(columns * CELL, Math.max(1, rows) * height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = sheet.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setColor(PAPER);
    graphics.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
    try (Lettering lettering = new Lettering()) {
      graphics.setColor(INK);
      for (int i = 0; i < pictures.size(); i++) {
        int x = i % columns * CELL + 6;
        int y = i / columns * height + 6;
        graphics.drawImage(pictures.get(i), x, y, SIDE, SIDE, null);
        List<String> lines = lines(captions.get(i));
        for (int line = 0; line < Math.min(LINES, lines.size()); line++) {
          lettering.write(graphics, lines.get(line), 9, x, y + SIDE + (line + 1) * LINE);
        }
      }
    }
    graphics.dispose();
    return PngEncoder.write(sheet);
  }

  private static List<String> lines(String caption) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : caption.split(" ", -1)) {
      if (line.length() + word.length() >= LETTERS) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }
}
