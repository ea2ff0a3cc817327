package dev.kiln.streams.hostile;

import dev.kiln.streams.cli.KilnMain;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** {@code ./kiln run} as a process of its own, with little memory, and a look into it. */
final class AppUnderAttack implements AutoCloseable {

  private static final Pattern OURS = Pattern.compile("^\"[^\"]*StreamThread-\\d+\"");

  private final Process process;
  private final Path output;

  private AppUnderAttack(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  static AppUnderAttack start(Path directory, Properties properties, String... java)
      throws IOException {
    Path file = directory.resolve("app.properties");
    try (var out = Files.newBufferedWriter(file)) {
      properties.store(out, null);
    }
    Path output = directory.resolve("app.log");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(java));
    command.addAll(List.of(KilnMain.class.getName(), "run", "--config", file.toString()));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    builder.environment().put("KILN_LOG_LEVEL", "debug");
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(new File(output.toString())));
    return new AppUnderAttack(builder.start(), output);
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** All that it has said so far. */
  String said() {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What it holds: bytes of objects after a collection, and threads of the app's own. */
  record Look(long usedBytes, long threads) {}

  /** Collects the garbage, and looks. */
  Look look() throws IOException {
    String objects = jcmd("GC.class_histogram");
    String total = objects.substring(objects.lastIndexOf("Total")).strip();
    long threads =
        jcmd("Thread.print")
            .lines()
            .filter(line -> line.startsWith("\"kiln-") || OURS.matcher(line).find())
            .count();
    return new Look(Long.parseLong(total.split("\\s+", -1)[2]), threads);
  }

  /** Asks the process through the JDK's own tool. */
  private String jcmd(String command) throws IOException {
    String tool = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    Process asked =
        new ProcessBuilder(tool, Long.toString(process.pid()), command)
            .redirectErrorStream(true)
            .start();
    return new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().orTimeout(60, TimeUnit.SECONDS).join();
  }
}
