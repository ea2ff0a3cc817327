package dev.kiln.export.data;

import java.util.List;

/**
 * Digits written with a pen: a few skeletons a digit, each point of which trembles, joined by
 * Catmull-Rom curves. A point given twice makes a corner; {@code |} lifts the pen.
 */
final class PenStrokes {
  private static final int PARTS = 5;

  private static final List<List<Skeleton>> DIGITS =
      List.of(
          skeletons(
              ".38,0 .12,.14 0,.5 .12,.86 .36,1 .6,.86 .7,.5 .6,.14 .36,0 .2,.06",
              ".44,.02 .14,.2 .03,.56 .14,.9 .34,1 .54,.88 .66,.5 .58,.14 .34,.03"),
          skeletons(
              ".3,0 .3,.5 .3,1",
              ".08,.22 .34,0 .34,0 .34,1",
              ".08,.24 .34,0 .34,0 .34,1 | .08,1 .6,1"),
          skeletons(
              ".04,.22 .16,.05 .36,0 .58,.08 .64,.27 .52,.5 .26,.78 .02,1 .02,1 .68,1",
              ".04,.2 .2,.02 .44,0 .62,.14 .58,.38 .36,.68 .12,.92 .02,.94 .06,.8 .2,.8 .4,.94 .56,1"
                  + " .7,.92"),
          skeletons(
              ".04,.1 .26,0 .52,.06 .6,.22 .5,.4 .26,.47 .26,.47 .54,.55 .66,.74 .54,.94 .28,1 .02,.9",
              ".06,0 .6,0 .6,0 .3,.38 .3,.38 .56,.46 .66,.7 .54,.93 .28,1 .02,.92"),
          skeletons(
              ".1,0 .04,.3 .02,.56 .02,.56 .68,.56 | .56,.04 .54,.5 .52,1",
              ".5,0 .02,.66 .02,.66 .7,.66 | .5,0 .5,1",
              ".08,.02 .06,.34 .16,.5 .4,.52 .6,.42 | .62,0 .58,.5 .54,1"),
          skeletons(
              ".62,0 .14,0 .14,0 .1,.42 .1,.42 .32,.36 .56,.44 .66,.66 .56,.9 .3,1 .02,.9",
              ".1,0 .08,.42 .08,.42 .34,.36 .6,.48 .64,.7 .5,.94 .26,1 .02,.92 | .1,0 .64,.02"),
          skeletons(
              ".56,.02 .3,.16 .1,.42 .02,.7 .12,.92 .34,1 .58,.9 .64,.7 .52,.52 .3,.5 .08,.64",
              ".36,0 .14,.3 .03,.64 .1,.9 .3,1 .54,.92 .6,.74 .48,.58 .26,.6 .06,.76"),
          skeletons(
              ".02,0 .66,0 .66,0 .42,.5 .26,1",
              ".02,0 .66,0 .66,0 .42,.5 .26,1 | .16,.48 .6,.46",
              ".02,.16 .04,.02 .04,.02 .66,.02 .66,.02 .36,.5 .28,1"),
          skeletons(
              ".58,.14 .36,0 .12,.1 .12,.3 .34,.46 .58,.64 .6,.88 .34,1 .08,.88 .1,.64 .34,.46 .56,.3"
                  + " .58,.14",
              ".34,.46 .12,.32 .12,.1 .34,0 .56,.1 .56,.32 .34,.46 .06,.62 .06,.88 .34,1 .62,.88"
                  + " .62,.62 .34,.46"),
          skeletons(
              ".6,.22 .44,.02 .18,.05 .04,.27 .14,.47 .38,.46 .6,.22 .6,.22 .58,.6 .56,1",
              ".6,.22 .44,.02 .18,.05 .04,.27 .14,.47 .38,.46 .6,.22 .6,.22 .6,.66 .46,.94 .22,1"
                  + " .06,.9"));

  private PenStrokes() {}

  /** A digit as one hand wrote it once. */
  static Outline write(int digit, double tremble, Draws draws) {
    List<Skeleton> variants = DIGITS.get(digit);
    return variants.get(draws.below(variants.size())).write(tremble, draws);
  }

  private static List<Skeleton> skeletons(String... texts) {
    return List.of(texts).stream().map(Skeleton::parse).toList();
  }

  /** Strokes of a pen; each is x, y pairs. */
  private record Skeleton(List<double[]> strokes) {

    static Skeleton parse(String text) {
      return new Skeleton(
          List.of(text.split("\\|", -1)).stream()
              .map(stroke -> stroke.trim().replace(' ', ','))
              .map(
                  stroke ->
                      List.of(stroke.split(",", -1)).stream()
                          .mapToDouble(Double::parseDouble)
                          .toArray())
              .toList());
    }

    Outline write(double tremble, Draws draws) {
      int curves = strokes.stream().mapToInt(stroke -> stroke.length / 2 - 1).sum();
      double[] pieces = new double[4 * PARTS * curves];
      int at = 0;
      for (double[] stroke : strokes) {
        double[] points = shake(stroke, tremble, draws);
        for (int curve = 0; curve + 1 < points.length / 2; curve++) {
          for (int part = 0; part < PARTS; part++) {
            for (int end = 0; end < 2; end++) {
              double t = (double) (part + end) / PARTS;
              pieces[at++] = catmullRom(points, curve, 0, t);
              pieces[at++] = catmullRom(points, curve, 1, t);
            }
          }
        }
      }
      return new Outline(pieces, false);
    }

    private static double[] shake(double[] stroke, double tremble, Draws draws) {
      double[] points = stroke.clone();
      for (int i = 0; i < points.length; i += 2) {
        boolean corner = i > 0 && stroke[i] == stroke[i - 2] && stroke[i + 1] == stroke[i - 1];
        points[i] = corner ? points[i - 2] : stroke[i] + tremble * draws.gaussian();
        points[i + 1] = corner ? points[i - 1] : stroke[i + 1] + tremble * draws.gaussian();
      }
      return points;
    }

    /** Catmull and Rom 1974, uniform, tension one half; ends are repeated. */
    private static double catmullRom(double[] points, int curve, int axis, double t) {
      int last = points.length / 2 - 1;
      double before = points[2 * Math.max(0, curve - 1) + axis];
      double from = points[2 * curve + axis];
      double to = points[2 * (curve + 1) + axis];
      double after = points[2 * Math.min(last, curve + 2) + axis];
      return 0.5
          * (2 * from
              + (to - before) * t
              + (2 * before - 5 * from + 4 * to - after) * t * t
              + (3 * from - before - 3 * to + after) * t * t * t);
    }
  }
}
