package dev.kiln.export.data.shapes;

import dev.kiln.export.data.Draws;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Draws lots: what a scene is made of, where its things stand, and what a caption says of it. */
final class SceneWriter {
  private static final double MARGIN = 1;
  private static final double GAP = 2;
  private static final double ASIDE = 6;
  private static final double ALONE = 0.2;
  private static final double SIZE_SAID = 0.92;
  private static final double COLOUR_SAID = 0.95;
  private static final double FORM_SAID = 0.95;
  private static final double RELATION_SAID = 0.95;

  private SceneWriter() {}

  /** A combination that is held out of training, or one that is not. */
  static Combination combination(boolean heldOut, Draws draws) {
    return combination(draws.uniform() < ALONE ? 1 : 2, heldOut, draws);
  }

  /** A combination of one or two things; two are never alike. */
  static Combination combination(int things, boolean heldOut, Draws draws) {
    while (true) {
      Thing first = thing(draws);
      Combination drawn = new Combination(first, null, null);
      if (things == 2) {
        Thing second = thing(draws);
        Relation relation = pick(Relation.values(), draws);
        if (second.equals(first)) {
          continue;
        }
        drawn = new Combination(first, relation, second);
      }
      if (drawn.heldOut() == heldOut) {
        return drawn;
      }
    }
  }

  private static Thing thing(Draws draws) {
    return new Thing(
        pick(Size.values(), draws), pick(Colour.values(), draws), pick(Form.values(), draws));
  }

  private static <E extends Enum<E>> E pick(E[] values, Draws draws) {
    return values[draws.below(values.length)];
  }

  /** The things in places of their own, in the combination's order. */
  static List<Placed> place(Combination combination, Draws draws) {
    Thing first = combination.first();
    double radius = radius(first, draws);
    Thing second = combination.second();
    Relation relation = combination.relation();
    if (second == null || relation == null) {
      return List.of(new Placed(first, within(radius, draws), within(radius, draws), radius));
    }
    double other = radius(second, draws);
    double free = ScenePainter.SIDE - 2 * MARGIN - GAP - 2 * radius - 2 * other;
    double before = free * draws.uniform();
    double between = GAP + (free - before) * draws.uniform();
    boolean firstBefore = relation == Relation.ABOVE || relation == Relation.LEFT;
    double near = firstBefore ? radius : other;
    double far = firstBefore ? other : radius;
    double nearAlong = MARGIN + before + near;
    double farAlong = nearAlong + near + between + far;
    double nearAcross = within(near, draws);
    double reach = Math.min(ASIDE, 0.8 * (farAlong - nearAlong));
    double farAcross = keep(nearAcross + draws.within(reach), far);
    Placed nearest = placed(firstBefore ? first : second, relation, nearAlong, nearAcross, near);
    Placed farthest = placed(firstBefore ? second : first, relation, farAlong, farAcross, far);
    return firstBefore ? List.of(nearest, farthest) : List.of(farthest, nearest);
  }

  private static Placed placed(
      Thing thing, Relation relation, double along, double across, double radius) {
    return relation.vertical()
        ? new Placed(thing, across, along, radius)
        : new Placed(thing, along, across, radius);
  }

  private static double radius(Thing thing, Draws draws) {
    return draws.between(thing.size().least(), thing.size().most());
  }

  private static double within(double radius, Draws draws) {
    return draws.between(MARGIN + radius, ScenePainter.SIDE - MARGIN - radius);
  }

  private static double keep(double across, double radius) {
    double least = MARGIN + radius;
    return Math.max(least, Math.min(ScenePainter.SIDE - least, across));
  }

  /** A prompt that says all there is to say. */
  static Prompt full(Combination combination) {
    Thing second = combination.second();
    return new Prompt(
        Mention.of(combination.first()),
        combination.relation(),
        second == null ? null : Mention.of(second));
  }

  /** A prompt that may leave things out. */
  static Prompt prompt(Combination combination, Draws draws) {
    Thing first = combination.first();
    Thing second = combination.second();
    Relation relation = combination.relation();
    if (second == null || relation == null) {
      return new Prompt(mention(first, draws), null, null);
    }
    @Nullable Relation said = draws.uniform() < RELATION_SAID ? relation : null;
    return new Prompt(mention(first, draws), said, mention(second, draws));
  }

  private static Mention mention(Thing thing, Draws draws) {
    return new Mention(
        draws.uniform() < SIZE_SAID ? thing.size() : null,
        draws.uniform() < COLOUR_SAID ? thing.colour() : null,
        draws.uniform() < FORM_SAID ? thing.form() : null);
  }
}
