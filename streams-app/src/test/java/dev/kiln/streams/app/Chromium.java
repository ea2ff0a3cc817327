package dev.kiln.streams.app;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/** The Chromium or Chrome that is installed on this machine, without a window. */
final class Chromium {

  private static final List<String> BROWSERS =
      List.of("chromium", "chromium-browser", "google-chrome");

  /** Kept, or its level is forgotten: it warns that it knows no newer Chromium's debugger. */
  private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

  private Chromium() {}

  /** Why there can be no browser test here; empty where there can. */
  static Optional<String> missing() {
    if (find(BROWSERS).isEmpty()) {
      return Optional.of("there is no Chromium on the PATH (" + String.join(", ", BROWSERS) + ")");
    }
    return find(List.of("chromedriver")).isEmpty()
        ? Optional.of("there is no chromedriver on the PATH")
        : Optional.empty();
  }

  /** A new browser with nothing in it. */
  static ChromeDriver start(Path profile) {
    SELENIUM.setLevel(Level.SEVERE);
    ChromeOptions options = new ChromeOptions();
    options.setBinary(find(BROWSERS).orElseThrow().toFile());
    options.addArguments(
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-dev-shm-usage",
        "--window-size=1360,1100",
        "--user-data-dir=" + profile);
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(find(List.of("chromedriver")).orElseThrow().toFile())
            .build();
    return new ChromeDriver(service, options);
  }

  private static Optional<Path> find(List<String> names) {
    String path = System.getenv().getOrDefault("PATH", "");
    return names.stream()
        .flatMap(
            name ->
                Arrays.stream(path.split(File.pathSeparator, -1))
                    .map(directory -> Path.of(directory, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
