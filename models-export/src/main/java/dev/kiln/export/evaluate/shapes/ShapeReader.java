package dev.kiln.export.evaluate.shapes;

import dev.kiln.export.data.shapes.Colour;
import dev.kiln.export.data.shapes.Placed;
import dev.kiln.export.data.shapes.Prompt;
import dev.kiln.export.data.shapes.ScenePainter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Reads captioned shapes off their pixels by a rule; nothing in it is learnt.
 *
 * <p>A pixel that is at least half as far from the ground as a colour is, in about that colour's
 * direction, belongs to the colour; neighbours of one colour are a patch; a patch is the thing
 * whose drawing covers it best, if any covers it well.
 */
public final class ShapeReader {
  private static final int SIDE = ScenePainter.SIDE;
  private static final int PLANE = SIDE * SIDE;
  private static final List<Colour> COLOURS = List.of(Colour.values());
  private static final double VISIBLE = 0.5;
  private static final double LARGEST_TURN = 0.4;
  private static final int SPECK = 4;
  private static final int GROUND = -1;
  private static final int NO_COLOUR = -2;

  private ShapeReader() {}

  /**
   * What a picture shows.
   *
   * @param things the things that could be told, each with its place
   * @param unclear how many patches are no thing at all
   */
  public record Reading(List<Placed> things, int unclear) {
    public Reading {
      things = List.copyOf(things);
    }

    /** Whether that is what a prompt asks for, and nothing else. */
    public boolean shows(Prompt prompt) {
      return unclear == 0 && prompt.fits(things);
    }
  }

  /**
   * Reads a picture.
   *
   * @param picture red, green and blue planes, 32 by 32 each, in [-1, 1]
   */
  public static Reading read(float[] picture) {
    if (picture.length != ScenePainter.VALUES) {
      throw new IllegalArgumentException(
          "a scene has " + ScenePainter.VALUES + " values, found " + picture.length);
    }
    int[] colours = new int[PLANE];
    for (int pixel = 0; pixel < PLANE; pixel++) {
      colours[pixel] = colour(picture, pixel);
    }
    List<Placed> things = new ArrayList<>();
    int unclear = 0;
    boolean[] seen = new boolean[PLANE];
    for (int pixel = 0; pixel < PLANE; pixel++) {
      if (seen[pixel] || colours[pixel] == GROUND) {
        continue;
      }
      List<Integer> patch = patch(colours, pixel, seen);
      if (patch.size() <= SPECK) {
        continue;
      }
      Optional<Placed> thing = Optional.empty();
      if (colours[pixel] != NO_COLOUR) {
        Colour colour = COLOURS.get(colours[pixel]);
        thing = PatchFit.fit(colour, patch, cover(picture, colour, patch, colours));
      }
      thing.ifPresent(things::add);
      unclear += thing.isEmpty() ? 1 : 0;
    }
    return new Reading(things, unclear);
  }

  /** The number of the colour that a pixel has, or GROUND, or NO_COLOUR. */
  private static int colour(float[] picture, int pixel) {
    int best = GROUND;
    double least = Double.MAX_VALUE;
    double strength = 0;
    double brightness = 0;
    for (Colour colour : COLOURS) {
      double along = strength(picture, pixel, colour);
      double rest = 0;
      double length = 0;
      for (int c = 0; c < 3; c++) {
        double ray = colour.channel(c) - Colour.ground(c);
        double off = picture[c * PLANE + pixel] - Colour.ground(c);
        rest += (off - along * ray) * (off - along * ray);
        length += ray * ray;
        brightness = Math.max(brightness, off);
      }
      double turn = Math.sqrt(rest / length) / Math.max(along, 1e-6);
      if (turn < least) {
        least = turn;
        best = COLOURS.indexOf(colour);
        strength = along;
      }
    }
    if (least > LARGEST_TURN) {
      return brightness < VISIBLE ? GROUND : NO_COLOUR;
    }
    return strength < VISIBLE ? GROUND : best;
  }

  /** How far a pixel is on the way from the ground to a colour, from 0 to 1. */
  private static double strength(float[] picture, int pixel, Colour colour) {
    double product = 0;
    double length = 0;
    for (int c = 0; c < 3; c++) {
      double ray = colour.channel(c) - Colour.ground(c);
      product += ray * (picture[c * PLANE + pixel] - Colour.ground(c));
      length += ray * ray;
    }
    return Math.max(0, Math.min(1, product / length));
  }

  /** The pixels of one colour that hang together with one of them, corners included. */
  private static List<Integer> patch(int[] colours, int start, boolean[] seen) {
    List<Integer> patch = new ArrayList<>();
    Deque<Integer> open = new ArrayDeque<>(List.of(start));
    seen[start] = true;
    while (!open.isEmpty()) {
      int pixel = open.pop();
      patch.add(pixel);
      for (int near : around(pixel)) {
        if (!seen[near] && colours[near] == colours[start]) {
          seen[near] = true;
          open.push(near);
        }
      }
    }
    return patch;
  }

  /** How much of each pixel a patch covers: its own pixels and the soft edge beside them. */
  private static float[] cover(
      float[] picture, Colour colour, List<Integer> patch, int... colours) {
    float[] cover = new float[PLANE];
    for (int pixel : patch) {
      cover[pixel] = (float) strength(picture, pixel, colour);
      for (int near : around(pixel)) {
        if (colours[near] == GROUND) {
          cover[near] = (float) strength(picture, near, colour);
        }
      }
    }
    return cover;
  }

  private static int[] around(int pixel) {
    int row = pixel / SIDE;
    int column = pixel % SIDE;
    int[] near = new int[9];
    int count = 0;
    for (int y = Math.max(0, row - 1); y <= Math.min(SIDE - 1, row + 1); y++) {
      for (int x = Math.max(0, column - 1); x <= Math.min(SIDE - 1, column + 1); x++) {
        near[count++] = y * SIDE + x;
      }
    }
    return Arrays.copyOf(near, count);
  }
}
