package dev.kiln.streams.faults;

import java.io.IOException;

/** Ends a child process when its parent is gone, however that one died. */
final class ParentWatch {

  private ParentWatch() {}

  /** Reads standard input, whose other end the parent holds, and halts this JVM when it ends. */
  static void begin() {
    var watch =
        new Thread(
            () -> {
              try {
                while (System.in.read() >= 0) {
                  // Nothing is ever written; only the end of the stream means something.
                }
              } catch (IOException e) {
                System.out.println("standard input failed: " + e.getMessage());
              }
              Runtime.getRuntime().halt(0);
            },
            "parent-watch");
    watch.setDaemon(true);
    watch.start();
  }
}
