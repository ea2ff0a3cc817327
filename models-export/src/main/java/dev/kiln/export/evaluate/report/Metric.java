package dev.kiln.export.evaluate.report;

import org.jspecify.annotations.Nullable;

/**
 * One figure of a report.
 *
 * @param name what JSON and cards call it, such as {@code frechet-distance}
 * @param title what people read, such as "Fréchet distance"
 * @param value the figure; NaN where it could not be had
 * @param floor the same figure for real data against other real data of the same number, or null
 *     where that makes no sense
 * @param better which way is good
 * @param unit how it is written
 * @param meaning one or two sentences: what it asks, and how to read the answer
 */
public record Metric(
    String name,
    String title,
    double value,
    @Nullable Double floor,
    Better better,
    Unit unit,
    String meaning) {

  /** Which way is good. */
  public enum Better {
    /** The smaller the better. */
    LOWER("lower"),
    /** The larger the better. */
    HIGHER("higher"),
    /** As near as possible to what real data score. */
    NEAR_REAL("as real"),
    /** A fact, neither good nor bad. */
    FACT("");

    private final String word;

    Better(String word) {
      this.word = word;
    }

    /** For people; empty for a fact. */
    public String word() {
      return word;
    }
  }

  /** How a figure is written. */
  public enum Unit {
    /** A plain number. */
    NUMBER,
    /** A share of 1, written in percent. */
    SHARE,
    /** A whole number of things. */
    COUNT,
    /** Seconds. */
    SECONDS;

    /** A value for people; "-" if it is not a number. */
    public String shown(double value) {
      return Figures.shown(value, this);
    }
  }

  /** The value for people. */
  public String shown() {
    return unit.shown(value);
  }

  /** The floor for people; empty where there is none. */
  public String shownFloor() {
    return floor == null ? "" : unit.shown(floor);
  }
}
