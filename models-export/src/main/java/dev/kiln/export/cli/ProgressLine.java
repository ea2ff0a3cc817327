package dev.kiln.export.cli;

import dev.kiln.export.evaluate.Progress;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Draws a bar for each piece of work: on a terminal one line that is drawn over, elsewhere a line
 * when the work is done and every ten seconds until then. For one thread.
 */
final class ProgressLine implements Progress {
  private static final int WIDTH = 30;
  private static final long REDRAW = Duration.ofMillis(100).toNanos();
  private static final long TELL = Duration.ofSeconds(10).toNanos();
  private static final double NANOS = 1e9;

  private final PrintWriter out;
  private final boolean terminal;
  private final LongSupplier nanoClock;
  private String current = "";
  private long began;
  private long told;

  /**
   * A progress line.
   *
   * @param terminal whether lines can be drawn over
   */
  ProgressLine(PrintWriter out, boolean terminal, LongSupplier nanoClock) {
    this.out = out;
    this.terminal = terminal;
    this.nanoClock = nanoClock;
  }

  @Override
  public void at(String what, long done, long total) {
    long now = nanoClock.getAsLong();
    if (!what.equals(current)) {
      current = what;
      began = now;
      told = now;
    }
    boolean finished = done >= total;
    if (!finished && now - told < (terminal ? REDRAW : TELL)) {
      return;
    }
    told = now;
    double seconds = (now - began) / NANOS;
    String line =
        String.format(
            Locale.ROOT,
            "%-24s %s %,d of %,d, %s",
            what,
            bar(done, total),
            done,
            total,
            finished
                ? String.format(Locale.ROOT, "%.1f s", seconds)
                : String.format(
                    Locale.ROOT, "%.0f s left", seconds * (total - done) / Math.max(1, done)));
    if (terminal) {
      out.print("\r\u001b[K" + line + (finished ? "\n" : ""));
    } else {
      out.println(line);
    }
    out.flush();
    if (finished) {
      current = "";
    }
  }

  private static String bar(long done, long total) {
    int filled = (int) (WIDTH * Math.min(done, total) / Math.max(1, total));
    return "█".repeat(filled) + "░".repeat(WIDTH - filled);
  }
}
