package dev.kiln.export.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Which code trains: the commit of the working directory, as git names it. */
final class CodeVersion {
  private CodeVersion() {}

  static String describe() {
    try {
      Process git =
          new ProcessBuilder("git", "describe", "--always", "--abbrev=12")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String version =
          new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return git.waitFor() == 0 && !version.isEmpty() ? version : "unknown";
    } catch (IOException e) {
      return "unknown";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "unknown";
    }
  }
}
