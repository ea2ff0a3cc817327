package dev.kiln.export.recipe;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The losses of every step, as {@code losses.csv} beside the checkpoints: {@code
 * step,images,seconds} and each loss by its name, in full precision. A training that goes on from a
 * checkpoint first takes away what came after that.
 */
final class LossLog implements AutoCloseable {
  static final String FILE = "losses.csv";

  private final Path file;
  private final BufferedWriter out;
  private boolean headed;

  private LossLog(Path file, BufferedWriter out, boolean headed) {
    this.file = file;
    this.out = out;
    this.headed = headed;
  }

  /** Opens the log of a directory, with the steps up to where the training starts. */
  static LossLog open(Path directory, TrainingProgress start) throws IOException {
    Path file = Files.createDirectories(directory).resolve(FILE);
    boolean goesOn = start.steps() > 0 && Files.exists(file);
    if (goesOn) {
      cut(file, start.steps());
    }
    BufferedWriter out =
        Files.newBufferedWriter(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            goesOn ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING);
    return new LossLog(file, out, goesOn);
  }

  private static void cut(Path file, long steps) throws IOException {
    List<String> kept =
        Files.readAllLines(file).stream().filter(line -> within(line, steps)).toList();
    Path fresh = file.resolveSibling(FILE + ".new");
    Files.write(fresh, kept);
    Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Whether a line is the header or a step that counts; a line cut by a kill has a later step. */
  private static boolean within(String line, long steps) {
    int comma = line.indexOf(',');
    if (comma < 0) {
      return false;
    }
    String first = line.substring(0, comma);
    return first.equals("step") || Long.parseLong(first) <= steps;
  }

  /** Adds a step. */
  void add(TrainingProgress progress, Map<String, Double> losses) throws IOException {
    if (!headed) {
      write("step,images,seconds," + String.join(",", losses.keySet()) + "\n");
      headed = true;
    }
    write(
        String.format(
            Locale.ROOT,
            "%d,%d,%.3f,%s%n",
            progress.steps(),
            progress.images(),
            progress.seconds(),
            values(losses.values())));
  }

  private void write(String text) throws IOException {
    try {
      out.write(text);
    } catch (IOException e) {
      throw new IOException(file + " cannot be written: " + e.getMessage(), e);
    }
  }

  private static String values(Collection<Double> losses) {
    return String.join(",", losses.stream().map(String::valueOf).toList());
  }

  /** Puts on disk what was added. */
  void flush() throws IOException {
    try {
      out.flush();
    } catch (IOException e) {
      throw new IOException(file + " cannot be written: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
