package dev.kiln.export.cli;

import dev.kiln.export.recipe.TrainingStatus;
import dev.kiln.export.recipe.TrainingView;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Shows a training: on a terminal one bar that is drawn over, elsewhere a plain line every ten
 * seconds. Lines may come from other threads too, such as the one that a signal starts.
 */
final class ProgressView implements TrainingView {
  private static final int WIDTH = 16;
  private static final long REDRAW = Duration.ofMillis(200).toNanos();
  private static final long LINE = Duration.ofSeconds(10).toNanos();
  private static final String CLEAR = "\r\u001b[K";

  private final PrintWriter out;
  private final boolean terminal;
  private final LongSupplier nanoClock;
  private long shown;
  private boolean barOpen;

  /**
   * A view.
   *
   * @param terminal whether a line can be drawn over
   * @param nanoClock the time, such as {@code System::nanoTime}
   */
  ProgressView(PrintWriter out, boolean terminal, LongSupplier nanoClock) {
    this.out = out;
    this.terminal = terminal;
    this.nanoClock = nanoClock;
    this.shown = nanoClock.getAsLong();
  }

  /** For the process's own output; the launcher says whether that is a terminal. */
  static ProgressView on(PrintWriter out) {
    return new ProgressView(out, System.getenv("KILN_TERMINAL") != null, System::nanoTime);
  }

  @Override
  public synchronized void say(String line) {
    out.println((barOpen ? CLEAR : "") + line);
    out.flush();
    barOpen = false;
  }

  @Override
  public synchronized void at(TrainingStatus status) {
    long now = nanoClock.getAsLong();
    if (now - shown < (terminal ? REDRAW : LINE)) {
      return;
    }
    shown = now;
    if (terminal) {
      out.print(CLEAR + bar(status));
      barOpen = true;
    } else {
      out.println(status.line());
    }
    out.flush();
  }

  /** At most 80 columns for trainings of less than ten million images. */
  static String bar(TrainingStatus status) {
    int filled = (int) (WIDTH * status.done());
    return String.format(
        Locale.ROOT,
        "%s%s %2.0f%%  %,d/%,d  loss %.4f  %.0f %s/s  %s",
        "█".repeat(filled),
        "░".repeat(WIDTH - filled),
        Math.floor(100 * status.done()),
        status.progress().images(),
        status.images(),
        status.smoothed(),
        status.imagesPerSecond(),
        status.unit(),
        status.left());
  }
}
