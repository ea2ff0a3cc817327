package dev.kiln.streams.app;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/** The application with a slow engine as a process of its own, to be killed. */
final class AppProcess implements AutoCloseable {

  private final Process process;

  private AppProcess(Process process) {
    this.process = process;
  }

  static AppProcess start(Path directory, Properties properties, int maxMillis) throws IOException {
    Path file = directory.resolve("app.properties");
    try (var out = Files.newBufferedWriter(file)) {
      properties.store(out, null);
    }
    var builder =
        new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                AppProcess.class.getName(),
                file.toString(),
                Integer.toString(maxMillis)));
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    builder.redirectErrorStream(true);
    builder.redirectOutput(
        ProcessBuilder.Redirect.appendTo(new File(directory.toFile(), "app.log")));
    return new AppProcess(builder.start());
  }

  /** As kill -9 does. */
  void kill() {
    process.destroyForcibly();
    process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public void close() {
    kill();
  }

  public static void main(String[] args) throws Exception {
    var properties = new Properties();
    try (var in = Files.newBufferedReader(Path.of(args[0]))) {
      properties.load(in);
    }
    var generation = new SlowGeneration(Integer.parseInt(args[1]));
    var app = new KilnApp(new KilnConfig(properties), generation);
    app.start();
    if (!app.awaitRunning(Duration.ofMinutes(1))) {
      throw new IllegalStateException("not running after a minute");
    }
    System.out.println("ended: " + app.awaitEnd());
  }
}
