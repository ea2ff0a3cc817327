package dev.kiln.export.evaluate.shapes;

import dev.kiln.export.data.shapes.Colour;
import dev.kiln.export.data.shapes.Form;
import dev.kiln.export.data.shapes.Placed;
import dev.kiln.export.data.shapes.ScenePainter;
import dev.kiln.export.data.shapes.Size;
import dev.kiln.export.data.shapes.Thing;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which thing a patch of one colour is: the one whose drawing covers the same pixels. */
final class PatchFit {
  private static final double WELL_COVERED = 0.78;
  private static final double STEP = 0.4;
  private static final int RADII = 2;
  private static final int PLACES = 1;

  private PatchFit() {}

  /**
   * The thing, or nothing if no form, at about the patch's place and size, shares enough with it.
   *
   * @param patch the patch's pixels
   * @param cover how much of each pixel it covers, from 0 to 1
   */
  static Optional<Placed> fit(Colour colour, List<Integer> patch, float[] cover) {
    int side = ScenePainter.SIDE;
    int left = side;
    int right = 0;
    int top = side;
    int bottom = 0;
    for (int pixel : patch) {
      left = Math.min(left, pixel % side);
      right = Math.max(right, pixel % side + 1);
      top = Math.min(top, pixel / side);
      bottom = Math.max(bottom, pixel / side + 1);
    }
    double x = (left + right) / 2.0;
    double y = (top + bottom) / 2.0;
    double radius = Math.max(right - left, bottom - top) / 2.0;
    @Nullable Placed best = null;
    double most = WELL_COVERED;
    for (Form form : Form.values()) {
      for (int r = -RADII; r <= RADII; r++) {
        for (int i = -PLACES; i <= PLACES; i++) {
          for (int j = -PLACES; j <= PLACES; j++) {
            double size = radius + r * STEP;
            float[] drawn = ScenePainter.cover(form, x + i * STEP, y + j * STEP, size);
            double shared = shared(drawn, cover);
            if (shared > most) {
              most = shared;
              Thing thing = new Thing(Size.of(size), colour, form);
              best = new Placed(thing, x + i * STEP, y + j * STEP, size);
            }
          }
        }
      }
    }
    return Optional.ofNullable(best);
  }

  /** What two covers share, as a part of what either covers (Jaccard). */
  private static double shared(float[] a, float[] b) {
    double both = 0;
    double either = 0;
    for (int i = 0; i < a.length; i++) {
      both += Math.min(a[i], b[i]);
      either += Math.max(a[i], b[i]);
    }
    return both / either;
  }
}
