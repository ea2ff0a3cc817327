package dev.kiln.export.data;

import java.awt.geom.GeneralPath;
import java.awt.geom.PathIterator;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;

/**
 * The typefaces that digits are drawn with, read from the classpath by FontBox (no font of the
 * machine is ever used). Monospaced faces are left out: their zeros are dotted or crossed.
 */
final class FontFaces {
  private static final String DEJAVU = "net/sf/jasperreports/fonts/dejavu/DejaVu";
  private static final String LIBERATION =
      "com/mpobjects/jasperreports/fonts/liberation/Liberation";
  private static final String OPEN_SANS =
      "META-INF/resources/webjars/npm-font-open-sans/1.1.0/fonts/";
  private static final double FLATNESS = 0.004;
  private static final double LONGEST_PIECE = 0.15;

  private static final Map<Split, List<String>> FACES = faces();
  private static final Map<Split, List<List<Outline>>> LOADED = new ConcurrentHashMap<>();

  private FontFaces() {}

  private static Map<Split, List<String>> faces() {
    Map<Split, List<String>> faces = new EnumMap<>(Split.class);
    faces.put(
        Split.TRAIN,
        List.of(
            DEJAVU + "Sans.ttf",
            DEJAVU + "Sans-Bold.ttf",
            DEJAVU + "Sans-Oblique.ttf",
            DEJAVU + "Sans-BoldOblique.ttf",
            DEJAVU + "Serif.ttf",
            DEJAVU + "Serif-Bold.ttf",
            DEJAVU + "Serif-Italic.ttf",
            LIBERATION + "Sans-Regular.ttf",
            LIBERATION + "Sans-Bold.ttf",
            OPEN_SANS + "Light/OpenSans-Light.ttf",
            OPEN_SANS + "LightItalic/OpenSans-LightItalic.ttf",
            OPEN_SANS + "Regular/OpenSans-Regular.ttf",
            OPEN_SANS + "Italic/OpenSans-Italic.ttf",
            OPEN_SANS + "Bold/OpenSans-Bold.ttf"));
    faces.put(
        Split.JUDGE,
        List.of(
            DEJAVU + "SansCondensed.ttf",
            DEJAVU + "SansCondensed-Bold.ttf",
            DEJAVU + "SansCondensed-Oblique.ttf",
            DEJAVU + "SerifCondensed.ttf",
            DEJAVU + "SerifCondensed-Bold.ttf",
            DEJAVU + "SerifCondensed-Italic.ttf",
            LIBERATION + "Sans-Italic.ttf",
            LIBERATION + "Sans-BoldItalic.ttf",
            LIBERATION + "Serif-Regular.ttf",
            LIBERATION + "Serif-Bold.ttf",
            OPEN_SANS + "Semibold/OpenSans-Semibold.ttf",
            OPEN_SANS + "SemiboldItalic/OpenSans-SemiboldItalic.ttf"));
    faces.put(
        Split.HELD_OUT,
        List.of(
            DEJAVU + "Serif-BoldItalic.ttf",
            DEJAVU + "SansCondensed-BoldOblique.ttf",
            LIBERATION + "Serif-Italic.ttf",
            LIBERATION + "Serif-BoldItalic.ttf",
            OPEN_SANS + "BoldItalic/OpenSans-BoldItalic.ttf",
            OPEN_SANS + "ExtraBold/OpenSans-ExtraBold.ttf",
            OPEN_SANS + "ExtraBoldItalic/OpenSans-ExtraBoldItalic.ttf"));
    return faces;
  }

  /** The resources that a split draws with. */
  static List<String> names(Split split) {
    return FACES.getOrDefault(split, List.of());
  }

  /** For every face of a split, its ten digits. Read once and kept. */
  static List<List<Outline>> of(Split split) {
    return LOADED.computeIfAbsent(
        split, key -> names(key).stream().map(FontFaces::digits).toList());
  }

  private static List<Outline> digits(String resource) {
    try (InputStream in = FontFaces.class.getClassLoader().getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("typeface " + resource + " is not on the classpath");
      }
      try (TrueTypeFont font = new TTFParser().parse(new RandomAccessReadBuffer(in))) {
        List<Outline> digits = new ArrayList<>(10);
        for (int digit = 0; digit < 10; digit++) {
          digits.add(flatten(font, resource, digit));
        }
        return List.copyOf(digits);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("typeface " + resource + " cannot be read", e);
    }
  }

  private static Outline flatten(TrueTypeFont font, String resource, int digit) throws IOException {
    int glyph = font.getUnicodeCmapLookup().getGlyphId('0' + digit);
    if (glyph == 0) {
      throw new IllegalStateException("typeface " + resource + " has no digit " + digit);
    }
    GeneralPath path = font.getGlyph().getGlyph(glyph).getPath();
    double em = font.getUnitsPerEm();
    Pieces pieces = new Pieces();
    double[] point = new double[6];
    double startX = 0;
    double startY = 0;
    double x = 0;
    double y = 0;
    for (PathIterator at = path.getPathIterator(null, FLATNESS * em); !at.isDone(); at.next()) {
      int kind = at.currentSegment(point);
      if (kind == PathIterator.SEG_MOVETO) {
        startX = point[0] / em;
        startY = -point[1] / em;
        x = startX;
        y = startY;
        continue;
      }
      double toX = kind == PathIterator.SEG_CLOSE ? startX : point[0] / em;
      double toY = kind == PathIterator.SEG_CLOSE ? startY : -point[1] / em;
      pieces.add(x, y, toX, toY);
      x = toX;
      y = toY;
    }
    return new Outline(pieces.toArray(), true);
  }

  /** Collects pieces; long ones are cut, so that a warp can bend them. */
  private static final class Pieces {
    private double[] values = new double[256];
    private int length;

    void add(double x0, double y0, double x1, double y1) {
      double distance = StrictMath.hypot(x1 - x0, y1 - y0);
      if (distance == 0) {
        return;
      }
      int parts = (int) StrictMath.ceil(distance / LONGEST_PIECE);
      for (int part = 0; part < parts; part++) {
        double from = (double) part / parts;
        double to = part + 1 == parts ? 1 : (double) (part + 1) / parts;
        if (length == values.length) {
          values = Arrays.copyOf(values, 2 * length);
        }
        values[length++] = x0 + from * (x1 - x0);
        values[length++] = y0 + from * (y1 - y0);
        values[length++] = x0 + to * (x1 - x0);
        values[length++] = y0 + to * (y1 - y0);
      }
    }

    double[] toArray() {
      return Arrays.copyOf(values, length);
    }
  }
}
