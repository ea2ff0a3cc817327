package dev.kiln.export.evaluate.measure;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was asked for against what was found.
 *
 * @param classes the classes' names
 * @param counts how often class r was asked for and class c was found, [r][c]
 */
@SuppressWarnings("ArrayRecordComponent")
public record Confusion(List<String> classes, int[][] counts) {
  public Confusion {
    classes = List.copyOf(classes);
  }

  /** Counts pairs of class numbers. */
  public static Confusion of(List<String> classes, int[] asked, int[] found) {
    int[][] counts = new int[classes.size()][classes.size()];
    for (int i = 0; i < asked.length; i++) {
      counts[asked[i]][found[i]]++;
    }
    return new Confusion(classes, counts);
  }

  /** How often a class was asked for. */
  public int asked(int label) {
    return Arrays.stream(counts[label]).sum();
  }

  /** The share of a class that was found as what it was asked for; NaN if it never was. */
  public double accuracy(int label) {
    return (double) counts[label][label] / asked(label);
  }

  /** The share of all that was found as what it was asked for. */
  public double accuracy() {
    int asked = 0;
    int right = 0;
    for (int label = 0; label < counts.length; label++) {
      asked += asked(label);
      right += counts[label][label];
    }
    return (double) right / asked;
  }

  /** What a class was mistaken for, and how often, by name. */
  public Map<String, Integer> mistakes(int label) {
    Map<String, Integer> mistakes = new LinkedHashMap<>();
    for (int found = 0; found < counts.length; found++) {
      if (found != label && counts[label][found] > 0) {
        mistakes.put(classes.get(found), counts[label][found]);
      }
    }
    return mistakes;
  }
}
