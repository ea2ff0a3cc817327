package dev.kiln.export.data.table;

import java.util.ArrayList;
import java.util.List;

/**
 * A table in two parts: what generators learn from, and what they are measured against. Which row
 * goes where depends on its place in the table alone, so a training and an evaluation of the same
 * table agree.
 *
 * @param learned the rows to learn from
 * @param heldOut the others
 */
public record Holdout(TextTable learned, TextTable heldOut) {

  /**
   * Holds out a share of the rows.
   *
   * @param share from 0 (none) to below 1
   * @throws IllegalArgumentException if no row is left to learn from
   */
  public static Holdout of(TextTable table, double share) {
    if (!(share >= 0 && share < 1)) {
      throw new IllegalArgumentException("--holdout must be from 0 to below 1, was " + share);
    }
    List<List<String>> learned = new ArrayList<>();
    List<List<String>> heldOut = new ArrayList<>();
    for (int i = 0; i < table.rows().size(); i++) {
      (uniform(i) < share ? heldOut : learned).add(table.rows().get(i));
    }
    if (learned.isEmpty()) {
      throw new IllegalArgumentException(
          "--holdout " + share + " leaves no row of " + table.name() + " to learn from");
    }
    return new Holdout(
        new TextTable(table.name(), table.header(), learned),
        new TextTable(table.name(), table.header(), heldOut));
  }

  /** A number in [0, 1) for a row's place, by the finalizer of SplitMix64 (Steele et al. 2014). */
  private static double uniform(long place) {
    long z = (place + 1) * 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return ((z ^ (z >>> 31)) >>> 11) * 0x1.0p-53;
  }
}
