package dev.kiln.streams.demo;

import dev.kiln.generation.tensor.FloatTensor;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** What can be told of a scene of captioned shapes by the colours of its bright pixels alone. */
final class ColourRule {
  private static final int SIDE = 32;
  private static final double BRIGHT = 0.2;
  private static final int FEW = 8;

  /** The colours of captioned shapes: red, green and blue from 0 to 1. */
  enum Hue {
    RED(0.9, 0.2, 0.2),
    GREEN(0.15, 0.75, 0.3),
    BLUE(0.2, 0.4, 0.95),
    YELLOW(0.95, 0.85, 0.25),
    PURPLE(0.8, 0.25, 0.9);

    private final double red;
    private final double green;
    private final double blue;

    Hue(double red, double green, double blue) {
      this.red = red;
      this.green = green;
      this.blue = blue;
    }

    private double distance(double r, double g, double b) {
      return Math.pow(red - r, 2) + Math.pow(green - g, 2) + Math.pow(blue - b, 2);
    }
  }

  /** Where the pixels of a colour are: how many, and their middle. */
  record Spot(int pixels, double x, double y) {}

  private ColourRule() {}

  /** The colours that a picture shows, those of a few stray pixels left out. */
  static Map<Hue, Spot> spots(FloatTensor picture) {
    Map<Hue, Spot> spots = new EnumMap<>(Hue.class);
    float[] values = picture.values();
    for (int i = 0; i < SIDE * SIDE; i++) {
      double r = (values[i] + 1) / 2.0;
      double g = (values[SIDE * SIDE + i] + 1) / 2.0;
      double b = (values[2 * SIDE * SIDE + i] + 1) / 2.0;
      if (Math.max(r, Math.max(g, b)) > 0.5 + BRIGHT) {
        Hue nearest = Hue.RED;
        for (Hue hue : Hue.values()) {
          nearest = hue.distance(r, g, b) < nearest.distance(r, g, b) ? hue : nearest;
        }
        Spot old = spots.getOrDefault(nearest, new Spot(0, 0, 0));
        int n = old.pixels() + 1;
        int row = i / SIDE;
        spots.put(
            nearest,
            new Spot(n, old.x() + (i % SIDE - old.x()) / n, old.y() + (row - old.y()) / n));
      }
    }
    spots.values().removeIf(spot -> spot.pixels() < FEW);
    return spots;
  }

  /** One colour, and no other. */
  static Predicate<FloatTensor> only(Hue hue) {
    return picture -> spots(picture).keySet().equals(Set.of(hue));
  }

  /** Two colours and no other, the first above the second. */
  static Predicate<FloatTensor> above(Hue first, Hue second) {
    return picture -> {
      Map<Hue, Spot> spots = spots(picture);
      Spot one = spots.get(first);
      Spot two = spots.get(second);
      return spots.size() == 2 && one != null && two != null && one.y() < two.y();
    };
  }

  /** Two colours and no other, the first left of the second. */
  static Predicate<FloatTensor> leftOf(Hue first, Hue second) {
    return picture -> {
      Map<Hue, Spot> spots = spots(picture);
      Spot one = spots.get(first);
      Spot two = spots.get(second);
      return spots.size() == 2 && one != null && two != null && one.x() < two.x();
    };
  }
}
