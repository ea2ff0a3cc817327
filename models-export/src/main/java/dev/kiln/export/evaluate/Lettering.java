package dev.kiln.export.evaluate;

import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;

/**
 * Writes text into pictures with a typeface from the classpath, so that it looks the same on a
 * machine without fonts. For one thread; close when done.
 */
public final class Lettering implements AutoCloseable {
  private static final String FACE = "net/sf/jasperreports/fonts/dejavu/DejaVuSans.ttf";

  private final TrueTypeFont font;

  /** Reads the typeface. */
  public Lettering() {
    try (InputStream in = Lettering.class.getClassLoader().getResourceAsStream(FACE)) {
      if (in == null) {
        throw new IllegalStateException("typeface " + FACE + " is not on the classpath");
      }
      font = new TTFParser().parse(new RandomAccessReadBuffer(in));
    } catch (IOException e) {
      throw new UncheckedIOException("typeface " + FACE + " cannot be read", e);
    }
  }

  /**
   * Writes a line of text in the current colour.
   *
   * @param size the height of the em square, in pixels
   * @param x where the text begins
   * @param baseline where its letters stand
   */
  public void write(Graphics2D graphics, String text, double size, double x, double baseline) {
    try {
      double scale = size / font.getUnitsPerEm();
      double pen = x;
      for (int i = 0; i < text.length(); i++) {
        int glyph = font.getUnicodeCmapLookup().getGlyphId(text.charAt(i));
        AffineTransform place = new AffineTransform(scale, 0, 0, -scale, pen, baseline);
        graphics.fill(place.createTransformedShape(font.getGlyph().getGlyph(glyph).getPath()));
        pen += font.getAdvanceWidth(glyph) * scale;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("typeface " + FACE + " cannot be read", e);
    }
  }

  @Override
  public void close() {
    try {
      font.close();
    } catch (IOException e) {
      throw new UncheckedIOException("typeface " + FACE + " cannot be closed", e);
    }
  }
}
