package dev.kiln.streams.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a process takes from the machine, as /proc has it.
 *
 * @param residentKib resident memory
 * @param threads threads
 * @param files open file handles, but for the tables of the stores
 * @param tables open tables of the stores: as many come and go as the stores write and merge
 */
record ProcessGauge(long residentKib, int threads, int files, int tables) {

  private static final String TABLE = ".sst";

  static ProcessGauge of(long pid) throws IOException {
    Path process = Path.of("/proc", Long.toString(pid));
    long resident = 0;
    int threads = 0;
    for (String line : Files.readAllLines(process.resolve("status"))) {
      if (line.startsWith("VmRSS:")) {
        resident = number(line);
      } else if (line.startsWith("Threads:")) {
        threads = Math.toIntExact(number(line));
      }
    }
    List<String> open = open(process.resolve("fd"));
    int tables = (int) open.stream().filter(file -> file.endsWith(TABLE)).count();
    return new ProcessGauge(resident, threads, open.size() - tables, tables);
  }

  /** What each handle stands for. */
  private static List<String> open(Path handles) throws IOException {
    List<String> open = new ArrayList<>();
    try (Stream<Path> links = Files.list(handles)) {
      for (Path link : links.toList()) {
        if (Files.isSymbolicLink(link)) {
          open.add(target(link));
        }
      }
    }
    return open;
  }

  private static String target(Path link) throws IOException {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (NoSuchFileException closedMeanwhile) {
      return "";
    }
  }

  private static long number(String line) {
    return Long.parseLong(line.replaceAll("\\D", ""));
  }
}
