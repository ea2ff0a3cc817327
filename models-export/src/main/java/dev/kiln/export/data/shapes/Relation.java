package dev.kiln.export.data.shapes;

import java.util.List;

/** Where the first of two things stands, seen from the second. */
public enum Relation {
  ABOVE(0, -1, "above", "over"),
  BELOW(0, 1, "below", "under"),
  LEFT(-1, 0, "left of", "to the left of"),
  RIGHT(1, 0, "right of", "to the right of");

  private final int x;
  private final int y;
  private final String usual;
  private final String other;

  Relation(int x, int y, String usual, String other) {
    this.x = x;
    this.y = y;
    this.usual = usual;
    this.other = other;
  }

  /** How prompts put it, the usual way first. */
  public List<String> phrases() {
    return List.of(usual, other);
  }

  /** Where the second stands, seen from the first. */
  public Relation inverse() {
    return switch (this) {
      case ABOVE -> BELOW;
      case BELOW -> ABOVE;
      case LEFT -> RIGHT;
      case RIGHT -> LEFT;
    };
  }

  /** Whether things stand above one another, not side by side. */
  boolean vertical() {
    return y != 0;
  }

  /**
   * Whether two middles stand so: apart in this direction, and further than across it. Coordinates
   * in pixels, y downwards.
   */
  public boolean holds(double firstX, double firstY, double secondX, double secondY) {
    double along = x * (firstX - secondX) + y * (firstY - secondY);
    double across = vertical() ? firstX - secondX : firstY - secondY;
    return along > Math.abs(across);
  }
}
