package dev.kiln.streams.cli;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens a link in the browser of whoever sits before the screen. It never fails and never waits:
 * where there is no desktop nothing happens, and the link that was printed is there to be typed.
 */
final class Browser {

  private static final Logger LOG = LoggerFactory.getLogger(Browser.class);

  /** In a session of its own, so that the Ctrl-C that ends Kiln does not end the browser. */
  private static final String DETACHED =
      "if command -v setsid >/dev/null; then exec setsid xdg-open \"$1\"; fi; exec xdg-open \"$1\"";

  private final List<String> opener;

  /** With a command of its own, to which the link is added; an empty one opens nothing. */
  Browser(List<String> opener) {
    this.opener = opener;
  }

  /**
   * With the command of a desktop.
   *
   * @param system the system's name, as the property os.name has it
   * @param environment the process's environment, which tells whether there is a desktop
   */
  Browser(String system, Map<String, String> environment) {
    this(opener(system.toLowerCase(Locale.ROOT), environment));
  }

  static Browser ofThisDesktop() {
    return new Browser(System.getProperty("os.name", ""), System.getenv());
  }

  /** The command that opens a link; empty where there is no desktop. */
  List<String> command(URI link) {
    if (opener.isEmpty()) {
      return opener;
    }
    List<String> command = new ArrayList<>(opener);
    command.add(link.toString());
    return command;
  }

  /** Opens a link, if that can be done. */
  void open(URI link) {
    List<String> command = command(link);
    if (command.isEmpty()) {
      return;
    }
    try {
      new ProcessBuilder(command)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException e) {
      LOG.info("No browser was opened: {}", e.getMessage());
    }
  }

  private static List<String> opener(String system, Map<String, String> environment) {
    if (system.startsWith("mac")) {
      return List.of("open");
    }
    if (system.startsWith("windows")) {
      return List.of("rundll32", "url.dll,FileProtocolHandler");
    }
    // Without a screen xdg-open would start a browser of text in this terminal.
    boolean screen =
        !environment.getOrDefault("DISPLAY", "").isEmpty()
            || !environment.getOrDefault("WAYLAND_DISPLAY", "").isEmpty();
    return screen ? List.of("sh", "-c", DETACHED, "sh") : List.of();
  }
}
