package dev.kiln.streams.augment;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** How many samples of each class bring a mixture of classes to its target shares. Pure. */
final class Shares {

  private Shares() {}

  /**
   * The samples that are missing. With them, each class that is below its target has it; the
   * others' shares shrink. With c the records of a class, t its target and N all records, the
   * classes U that are short need t M - c samples each, where the whole afterwards is M = (N - sum
   * of c over U) / (1 - sum of t over U).
   *
   * @param real records by class
   * @param targets the share that a class is to have at least, from 0 to 1, at most 1 in all
   * @param maxRatio samples per real record, at most; where that is not enough, all get less
   */
  static Map<String, Double> missing(
      Map<String, Long> real, Map<String, Double> targets, double maxRatio) {
    double all = real.values().stream().mapToLong(Long::longValue).sum();
    Set<String> shortOf = new TreeSet<>();
    double whole = all;
    boolean grown = true;
    while (grown) {
      grown = false;
      for (Map.Entry<String, Double> target : targets.entrySet()) {
        if (count(real, target.getKey()) < target.getValue() * whole
            && shortOf.add(target.getKey())) {
          grown = true;
        }
      }
      double rest = 1;
      double others = all;
      for (String label : shortOf) {
        rest -= targets.getOrDefault(label, 0.0);
        others -= count(real, label);
      }
      // Where targets leave no room for the rest, only the ratio bounds the samples.
      whole = rest <= 0 ? Double.MAX_VALUE : Math.max(all, others / rest);
    }
    return bounded(real, targets, shortOf, Math.min(whole, all * (2 + maxRatio)), all * maxRatio);
  }

  private static Map<String, Double> bounded(
      Map<String, Long> real,
      Map<String, Double> targets,
      Set<String> shortOf,
      double whole,
      double most) {
    Map<String, Double> missing = new TreeMap<>();
    double sum = 0;
    for (String label : shortOf) {
      double samples = Math.max(0, targets.getOrDefault(label, 0.0) * whole - count(real, label));
      missing.put(label, samples);
      sum += samples;
    }
    double scale = sum > most ? most / sum : 1;
    missing.replaceAll((label, samples) -> samples * scale);
    return missing;
  }

  private static long count(Map<String, Long> real, String label) {
    return real.getOrDefault(label, 0L);
  }
}
