package dev.kiln.streams.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts what was done, and keeps a line about each. Safe for many threads. */
final class Tally {

  private final long begin = System.nanoTime();
  private final Map<String, Integer> counts = new TreeMap<>();
  private final List<String> lines = new ArrayList<>();
  private final List<Watch.Since> kills = new ArrayList<>();

  synchronized void count(String what) {
    counts.merge(what, 1, Integer::sum);
  }

  synchronized int counted(String what) {
    return counts.getOrDefault(what, 0);
  }

  synchronized void kill(Watch.Since since) {
    kills.add(since);
  }

  /** Watched since each kill. */
  synchronized List<Watch.Since> kills() {
    return List.copyOf(kills);
  }

  /** Notes something with its time, and prints it. */
  synchronized void say(String what) {
    String line = "%6.1f s  %s".formatted(seconds(), what);
    lines.add(line);
    System.out.println(line);
  }

  synchronized List<String> lines() {
    return List.copyOf(lines);
  }

  double seconds() {
    return (System.nanoTime() - begin) / 1e9;
  }
}
