package dev.kiln.export.evaluate.report;

import java.util.List;

/** Shares by class: a bar for the samples, a mark for real data. */
public final class Bars {
  private static final int WIDTH = 640;
  private static final int ROW = 22;
  private static final int BAR = 14;
  private static final int LEFT = 90;
  private static final int RIGHT = 60;

  private Bars() {}

  /**
   * The plot as SVG; a share that is not a number has no bar.
   *
   * @param samples a share from 0 to 1 for each name
   * @param real the same for real data
   */
  public static String svg(List<String> names, double[] samples, double[] real, String label) {
    Axis x = new Axis(0, 1, LEFT, WIDTH - RIGHT);
    StringBuilder svg =
        new StringBuilder(
            "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">"
                .formatted(WIDTH, ROW * names.size() + 6, Html.escape(label)));
    for (int i = 0; i < names.size(); i++) {
      double top = 3 + ROW * (double) i;
      svg.append(Histogram.text(LEFT - 8.0, top + BAR - 2, "end", shortened(names.get(i))));
      if (Double.isFinite(samples[i])) {
        svg.append(
            "<rect class=\"made\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\"/>"
                .formatted(LEFT, top, Math.max(0.5, x.place(samples[i]) - LEFT), BAR));
      }
      if (Double.isFinite(real[i])) {
        svg.append(
            "<line class=\"real tick\" x1=\"%1$s\" x2=\"%1$s\" y1=\"%2$s\" y2=\"%3$s\"/>"
                .formatted(x.place(real[i]), top - 2, top + BAR + 2));
      }
      svg.append(
          Histogram.text(
              WIDTH - RIGHT + 8.0, top + BAR - 2, "start", Metric.Unit.SHARE.shown(samples[i])));
    }
    return svg.append("</svg>").append(Html.key()).toString();
  }

  private static String shortened(String name) {
    return name.length() <= 12 ? name : name.substring(0, 11) + "…";
  }
}
