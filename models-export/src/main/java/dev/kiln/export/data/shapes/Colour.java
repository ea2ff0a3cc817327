package dev.kiln.export.data.shapes;

import java.util.List;
import java.util.Locale;

/** The colour of a thing. */
public enum Colour {
  RED(230, 45, 45),
  GREEN(40, 190, 70),
  BLUE(50, 95, 245),
  YELLOW(245, 220, 60),
  PURPLE(200, 60, 225);

  /** The dark ground that things stand on, red, green and blue from 0 to 255. */
  private static final int[] GROUND = {18, 20, 26};

  private final int red;
  private final int green;
  private final int blue;

  Colour(int red, int green, int blue) {
    this.red = red;
    this.green = green;
    this.blue = blue;
  }

  /** A channel (0 red, 1 green, 2 blue) of the colour, in [-1, 1]. */
  public double channel(int channel) {
    return signed(
        switch (channel) {
          case 0 -> red;
          case 1 -> green;
          case 2 -> blue;
          default -> throw new IllegalArgumentException("a colour has no channel " + channel);
        });
  }

  /** A channel of the ground behind all things, in [-1, 1]. */
  public static double ground(int channel) {
    return signed(GROUND[channel]);
  }

  private static double signed(int value) {
    return value / 127.5 - 1;
  }

  /** What a prompt calls it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Its place among all of them, from 0. */
  int place() {
    return List.of(values()).indexOf(this);
  }
}
