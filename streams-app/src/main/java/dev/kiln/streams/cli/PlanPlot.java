package dev.kiln.streams.cli;

import dev.kiln.generation.sampler.PlanRow;
import dev.kiln.generation.sampler.SamplingPlan;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;

/**
 * Noise levels of plans over the share of calls that are done, on a logarithmic scale, a line every
 * power of ten. It draws no text, since a server may have no fonts: the legend is for the terminal.
 */
final class PlanPlot {
  private static final int WIDTH = 900;
  private static final int HEIGHT = 520;
  private static final int MARGIN = 30;

  private record Ink(String name, Color color) {}

  private static final List<Ink> INKS =
      List.of(
          new Ink("blue", new Color(0x1f77b4)),
          new Ink("orange", new Color(0xff7f0e)),
          new Ink("green", new Color(0x2ca02c)),
          new Ink("red", new Color(0xd62728)),
          new Ink("purple", new Color(0x9467bd)),
          new Ink("brown", new Color(0x8c564b)),
          new Ink("pink", new Color(0xe377c2)),
          new Ink("grey", new Color(0x7f7f7f)));

  private PlanPlot() {}

  /** Writes the picture and says what is what in it. */
  static List<String> write(List<SamplingPlan> plans, Path file) throws IOException {
    System.setProperty("java.awt.headless", "true");
    double[] levels =
        plans.stream()
            .flatMap(plan -> plan.rows().stream())
            .mapToDouble(PlanRow::sigma)
            .filter(sigma -> sigma > 0 && !Double.isInfinite(sigma))
            .toArray();
    if (levels.length == 0) {
      throw new CommandFailedException("there is no noise level to plot in this plan");
    }
    double low = Double.MAX_VALUE;
    double high = 0;
    for (double level : levels) {
      low = Math.min(low, level);
      high = Math.max(high, level);
    }
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = image.createGraphics();
    draw(plans, pen, Math.log10(low), Math.log10(Math.max(high, 1.01 * low)));
    pen.dispose();
    try (OutputStream out = Files.newOutputStream(file)) {
      ImageIO.write(image, "png", out);
    }
    return legend(plans, file, low, high);
  }

  private static void draw(List<SamplingPlan> plans, Graphics2D pen, double low, double high) {
    pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    pen.setColor(Color.WHITE);
    pen.fillRect(0, 0, WIDTH, HEIGHT);
    pen.setColor(new Color(0xdddddd));
    for (double decade = Math.ceil(low); decade <= high; decade++) {
      double y = y(decade, low, high);
      pen.draw(new Line2D.Double(MARGIN, y, WIDTH - MARGIN, y));
    }
    pen.setColor(Color.DARK_GRAY);
    pen.drawRect(MARGIN, MARGIN, WIDTH - 2 * MARGIN, HEIGHT - 2 * MARGIN);
    pen.setStroke(new BasicStroke(2));
    for (int i = 0; i < plans.size(); i++) {
      pen.setColor(INKS.get(i % INKS.size()).color());
      line(plans.get(i), pen, low, high);
    }
  }

  private static void line(SamplingPlan plan, Graphics2D pen, double low, double high) {
    double lastX = 0;
    double lastY = 0;
    for (int i = 0; i < plan.calls(); i++) {
      double sigma = plan.rows().get(i).sigma();
      double level = sigma > 0 ? Math.log10(sigma) : low;
      double x = MARGIN + (WIDTH - 2.0 * MARGIN) * i / Math.max(1, plan.calls());
      double y = y(Math.max(low, Math.min(high, level)), low, high);
      if (i > 0) {
        pen.draw(new Line2D.Double(lastX, lastY, x, y));
      }
      pen.fill(new Ellipse2D.Double(x - 3, y - 3, 6, 6));
      lastX = x;
      lastY = y;
    }
  }

  private static double y(double level, double low, double high) {
    return HEIGHT - MARGIN - (HEIGHT - 2.0 * MARGIN) * (level - low) / (high - low);
  }

  private static List<String> legend(List<SamplingPlan> plans, Path file, double low, double high) {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "%s: noise to signal at each call, from %.4g (bottom) to %.4g (top), a line every power"
                + " of ten",
            file,
            low,
            high));
    for (int i = 0; i < plans.size(); i++) {
      lines.add("  " + INKS.get(i % INKS.size()).name() + "  " + plans.get(i).sampler());
    }
    return lines;
  }
}
