package dev.kiln.export.data.shapes;

import java.util.List;

/** How large a thing is: half of its height and width, in pixels of a 32 pixel picture. */
public enum Size {
  SMALL(3.4, 4.4, "small", "little"),
  BIG(6.0, 6.9, "big", "large");

  private final double least;
  private final double most;
  private final String usual;
  private final String other;

  Size(double least, double most, String usual, String other) {
    this.least = least;
    this.most = most;
    this.usual = usual;
    this.other = other;
  }

  /** The smallest radius drawn. */
  public double least() {
    return least;
  }

  /** The largest radius drawn. */
  public double most() {
    return most;
  }

  /** What a prompt calls it, the usual word first. */
  public List<String> words() {
    return List.of(usual, other);
  }

  /** The size that a radius counts as: whichever it is nearer to. */
  public static Size of(double radius) {
    return radius < (SMALL.most + BIG.least) / 2 ? SMALL : BIG;
  }

  /** Its place among all of them, from 0. */
  int place() {
    return List.of(values()).indexOf(this);
  }
}
