package dev.kiln.docs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Runs the commands of pages as they are written. A page's fences say what a block is:
 *
 * <ul>
 *   <li>{@code sh run}: is run, and must end with exit code 0;
 *   <li>{@code sh run, stays up}: is run beside what follows, until the end of the page;
 *   <li>{@code sh not run: REASON}: is left out;
 *   <li>{@code text printed}: lines that the block before must have printed. A number stands for
 *       any number, … for any words, and a line of its own … for any lines;
 *   <li>{@code LANGUAGE file NAME}: is written to a file, for the blocks that follow.
 * </ul>
 *
 * It is one file that needs nothing, so that {@code docs/rerun} starts it from its source.
 */
final class Rerun {

  private static final Path ROOT = Path.of("").toAbsolutePath();
  private static final Pattern FENCE = Pattern.compile("^```(\\S+) ?(.*)$");
  private static final Pattern NUMBER = Pattern.compile("\\d+(?:[.,:]\\d+)*");
  private static final Set<String> NOT_LINKED =
      Set.of(".git", "target", "kiln-demo", "kiln-out", "kiln-state", "checkpoints");
  private static final long MINUTES = 15;
  private static final long SECONDS_UNTIL_UP = 180;

  private Rerun() {}

  /** What is to be done with a block. */
  enum Kind {
    RUN,
    STAYS_UP,
    NOT_RUN,
    PRINTED,
    FILE,
    /** A block of commands that does not say whether it is run. */
    UNMARKED,
    OTHER
  }

  /**
   * A fenced block.
   *
   * @param line the number of its fence, from 1
   * @param kind what is to be done with it
   * @param argument the reason of NOT_RUN, the name of FILE, otherwise empty
   * @param text what stands between the fences
   */
  record Block(int line, Kind kind, String argument, String text) {}

  /** The blocks of a page, in order. */
  static List<Block> blocks(Path page) throws IOException {
    List<Block> blocks = new ArrayList<>();
    List<String> lines = Files.readAllLines(page);
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).startsWith("```")) {
        int end = i + 1;
        while (end < lines.size() && !lines.get(end).equals("```")) {
          end++;
        }
        String text = String.join("\n", lines.subList(i + 1, Math.min(end, lines.size()))) + "\n";
        blocks.add(block(i + 1, lines.get(i), text));
        i = end;
      }
    }
    return blocks;
  }

  private static Block block(int line, String fence, String text) {
    Matcher parts = FENCE.matcher(fence);
    String language = parts.matches() ? parts.group(1) : "";
    String mark = parts.matches() ? parts.group(2).strip() : "";
    if (language.equals("sh")) {
      if (mark.equals("run")) {
        return new Block(line, Kind.RUN, "", text);
      }
      if (mark.equals("run, stays up")) {
        return new Block(line, Kind.STAYS_UP, "", text);
      }
      boolean reason = mark.startsWith("not run: ");
      return reason
          ? new Block(line, Kind.NOT_RUN, mark.substring("not run: ".length()).strip(), text)
          : new Block(line, Kind.UNMARKED, "", text);
    }
    if (mark.startsWith("file ")) {
      return new Block(line, Kind.FILE, mark.substring("file ".length()).strip(), text);
    }
    return new Block(line, mark.equals("printed") ? Kind.PRINTED : Kind.OTHER, "", text);
  }

  /** The lines of {@code wanted} that {@code printed} does not have. */
  static List<String> missing(String wanted, String printed) {
    List<String> lines = printed.lines().map(Rerun::withoutNumbers).toList();
    return wanted
        .lines()
        .filter(line -> !line.isBlank() && !line.strip().equals("…"))
        .filter(line -> lines.stream().noneMatch(pattern(line).asMatchPredicate()))
        .toList();
  }

  private static Pattern pattern(String line) {
    return Pattern.compile(
        Stream.of(withoutNumbers(line).split("…", -1))
            .map(Pattern::quote)
            .collect(Collectors.joining(".*")));
  }

  private static String withoutNumbers(String line) {
    return NUMBER.matcher(line).replaceAll("#").replaceAll("\\s+", " ").strip();
  }

  /** Runs the pages that are named, or README and all guides; exits with 1 if one does not hold. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    List<Path> pages = Stream.of(arguments).map(Path::of).toList();
    Path scratch = Files.createTempDirectory("kiln-rerun");
    boolean held = true;
    for (Path page : pages.isEmpty() ? pages(ROOT) : pages) {
      Path directory = scratch.resolve(String.valueOf(page.getFileName()).replace(".md", ""));
      held &= new Run(page, surroundings(directory)).all();
    }
    System.out.println(
        (held ? "all held; " : "NOT all held; ") + "what they wrote is in " + scratch);
    System.exit(held ? 0 : 1);
  }

  /** README and the guides of a checkout. */
  static List<Path> pages(Path root) throws IOException {
    try (Stream<Path> guides = Files.list(root.resolve("docs/guides"))) {
      return Stream.concat(
              Stream.of(root.resolve("README.md")),
              guides.filter(page -> page.toString().endsWith(".md")).sorted())
          .toList();
    }
  }

  /**
   * A directory with links to everything in the checkout, so that what is written stays out of it.
   */
  private static Path surroundings(Path directory) throws IOException {
    Files.createDirectories(directory);
    try (Stream<Path> entries = Files.list(ROOT)) {
      for (Path entry : entries.toList()) {
        if (!NOT_LINKED.contains(String.valueOf(entry.getFileName()))) {
          Files.createSymbolicLink(directory.resolve(ROOT.relativize(entry)), entry);
        }
      }
    }
    return directory;
  }

  /** One page, once. */
  private static final class Run {
    private final Path page;
    private final Path directory;
    private final List<Process> up = new ArrayList<>();

    Run(Path page, Path directory) {
      this.page = page;
      this.directory = directory;
    }

    boolean all() throws IOException, InterruptedException {
      List<Block> blocks = blocks(page);
      try {
        for (int i = 0; i < blocks.size(); i++) {
          Block next = i + 1 < blocks.size() ? blocks.get(i + 1) : null;
          String wanted = next != null && next.kind() == Kind.PRINTED ? next.text() : "";
          if (!one(blocks.get(i), wanted)) {
            return false;
          }
        }
        return true;
      } finally {
        for (Process process : up) {
          end(process);
        }
      }
    }

    private boolean one(Block block, String wanted) throws IOException, InterruptedException {
      switch (block.kind()) {
        case NOT_RUN -> say("not run", block, block.argument());
        case UNMARKED -> {
          say("FAILED", block, "the block does not say whether it is run");
          return false;
        }
        case FILE -> {
          Path file = directory.resolve(block.argument());
          Files.writeString(file, block.text());
          say("wrote", block, block.argument());
        }
        case RUN, STAYS_UP -> {
          return run(block, wanted);
        }
        case PRINTED, OTHER -> {}
      }
      return true;
    }

    private boolean run(Block block, String wanted) throws IOException, InterruptedException {
      Path log = directory.resolve("line-" + block.line() + ".log");
      long began = System.nanoTime();
      Process process =
          new ProcessBuilder("bash", "-eu", "-o", "pipefail", "-c", block.text().strip())
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      String trouble = block.kind() == Kind.RUN ? finish(process) : awaitUp(process, log, wanted);
      String printed = Files.readString(log, StandardCharsets.UTF_8);
      List<String> missing = missing(wanted, printed);
      if (trouble.isEmpty() && !missing.isEmpty()) {
        trouble = "it did not print: " + missing.get(0);
      }
      double seconds = (System.nanoTime() - began) / 1e9;
      String first = block.text().lines().findFirst().orElse("");
      say(trouble.isEmpty() ? "ran" : "FAILED", block, "%.1f s  %s".formatted(seconds, first));
      if (!trouble.isEmpty()) {
        List<String> lines = printed.lines().toList();
        System.out.println(trouble + "; the end of what it printed:");
        lines
            .subList(Math.max(0, lines.size() - 30), lines.size())
            .forEach(line -> System.out.println("    " + line));
      }
      return trouble.isEmpty();
    }

    private static String finish(Process process) throws InterruptedException {
      if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
        end(process);
        return "it did not end within " + MINUTES + " minutes";
      }
      return process.exitValue() == 0 ? "" : "its exit code was " + process.exitValue();
    }

    private String awaitUp(Process process, Path log, String wanted)
        throws IOException, InterruptedException {
      up.add(process);
      long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_UNTIL_UP);
      while (!missing(wanted, Files.readString(log, StandardCharsets.UTF_8)).isEmpty()) {
        if (process.waitFor(200, TimeUnit.MILLISECONDS)) {
          return "it ended with exit code " + process.exitValue();
        }
        if (System.nanoTime() > until) {
          return "it was not up after %d s, and had not printed: %s"
              .formatted(
                  SECONDS_UNTIL_UP,
                  missing(wanted, Files.readString(log, StandardCharsets.UTF_8)).get(0));
        }
      }
      return "";
    }

    /** As Ctrl-C would, and the hard way if that does not help. */
    private static void end(Process process) throws InterruptedException {
      process.destroy();
      if (!process.waitFor(40, TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    }

    private void say(String what, Block block, String more) {
      System.out.printf(
          "%-8s %s:%d  %s%n", what, ROOT.relativize(page.toAbsolutePath()), block.line(), more);
    }
  }
}
