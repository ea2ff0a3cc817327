package dev.kiln.streams.demo;

import java.io.PrintStream;

/**
 * Says how far the demo is: on a terminal one line that is written over, elsewhere a plain line for
 * every tenth of the way. Safe for many threads.
 */
final class Progress {

  private static final int PLAIN_LINES = 10;
  private static final int BAR = 24;

  private final PrintStream out;
  private final boolean terminal;
  private int tenth;
  private int width;

  Progress(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  /** A line that stays. */
  synchronized void say(String line) {
    clear();
    out.println(line);
    out.flush();
  }

  /** How many of all requests are answered, and how many samples there are. */
  synchronized void at(int answered, int requests, int samples) {
    String line = "%d of %d requests answered, %d samples".formatted(answered, requests, samples);
    if (terminal) {
      int filled = BAR * answered / Math.max(requests, 1);
      String bar = "[" + "#".repeat(filled) + ".".repeat(BAR - filled) + "] " + line;
      out.print("\r" + bar + " ".repeat(Math.max(0, width - bar.length())));
      out.flush();
      width = bar.length();
    } else if (PLAIN_LINES * answered / Math.max(requests, 1) > tenth) {
      tenth = PLAIN_LINES * answered / Math.max(requests, 1);
      out.println(line);
      out.flush();
    }
  }

  /** Takes the line away, so that something else can be printed. */
  synchronized void clear() {
    if (terminal && width > 0) {
      out.print("\r" + " ".repeat(width) + "\r");
      width = 0;
    }
  }
}
