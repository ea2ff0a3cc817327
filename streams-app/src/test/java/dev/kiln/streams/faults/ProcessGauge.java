package dev.kiln.streams.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What a process takes from the machine, as /proc has it.
 *
 * @param residentKib resident memory
 * @param threads threads
 * @param files open file handles
 */
record ProcessGauge(long residentKib, int threads, int files) {

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
    try (Stream<Path> files = Files.list(process.resolve("fd"))) {
      return new ProcessGauge(resident, threads, Math.toIntExact(files.count()));
    }
  }

  private static long number(String line) {
    return Long.parseLong(line.replaceAll("\\D", ""));
  }
}
