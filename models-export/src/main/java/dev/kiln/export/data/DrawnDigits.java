package dev.kiln.export.data;

/**
 * Handwritten-looking digits that Kiln draws itself, 28 by 28, white on black, ten classes: partly
 * typefaces, partly pen strokes. Image {@code i} of a seed is always the same, whatever was read
 * before; classes come in turn.
 */
public final class DrawnDigits implements LabelledImages {
  /** Width and height of an image. */
  public static final int SIDE = 28;

  private static final int CLASSES = 10;
  private static final double PEN = 0.4;

  private final long seed;
  private final int size;
  private final Split split;
  private final Distortion distortion;
  private final DigitPainter painter = new DigitPainter(SIDE);

  private DrawnDigits(long seed, int size, Split split, Distortion distortion) {
    if (size < 1) {
      throw new IllegalArgumentException("drawn digits need a size of at least 1, found " + size);
    }
    this.seed = seed;
    this.size = size;
    this.split = split;
    this.distortion = distortion;
  }

  /** The first {@code size} digits of a seed, drawn plainly. */
  public static DrawnDigits of(long seed, int size, Split split) {
    return new DrawnDigits(seed, size, split, Distortion.PLAIN);
  }

  /** The same, with a distortion of one's own. */
  public static DrawnDigits of(long seed, int size, Split split, Distortion distortion) {
    return new DrawnDigits(seed, size, split, distortion);
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public int classes() {
    return CLASSES;
  }

  @Override
  public int channels() {
    return 1;
  }

  @Override
  public int height() {
    return SIDE;
  }

  @Override
  public int width() {
    return SIDE;
  }

  @Override
  public int label(int index) {
    return Math.floorMod(index, CLASSES);
  }

  @Override
  public void read(int index, float[] target, int offset) {
    byte[] image = draw(index);
    for (int i = 0; i < image.length; i++) {
      target[offset + i] = Grey.toSigned(image[i]);
    }
  }

  private byte[] draw(int index) {
    if (index < 0 || index >= size) {
      throw new IndexOutOfBoundsException("image " + index + " of " + size);
    }
    Draws draws = new Draws(split.salted(seed), index);
    int digit = label(index);
    Outline outline;
    if (draws.uniform() < PEN) {
      outline = PenStrokes.write(digit, distortion.tremble(), draws);
    } else {
      var faces = FontFaces.of(split);
      outline = faces.get(draws.below(faces.size())).get(digit);
    }
    return painter.paint(outline, distortion, draws);
  }
}
