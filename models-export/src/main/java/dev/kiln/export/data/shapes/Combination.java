package dev.kiln.export.data.shapes;

import org.jspecify.annotations.Nullable;

/**
 * What a scene is made of, whatever the places and the words.
 *
 * <p>A fifth of all things is held out of training, and with it every pair that has such a thing;
 * of the other pairs in a relation, a fifth is held out as well. Which ones is fixed and depends on
 * no seed.
 *
 * @param first the first thing
 * @param relation where the first stands, seen from the second; null for one thing alone
 * @param second the second thing, or null
 */
public record Combination(Thing first, @Nullable Relation relation, @Nullable Thing second) {
  private static final int ONE_IN = 5;

  public Combination {
    if ((relation == null) != (second == null)) {
      throw new IllegalArgumentException("two things stand in a relation, one stands alone");
    }
  }

  /** Whether no training picture shows it. */
  public boolean heldOut() {
    if (relation == null || second == null) {
      return heldOut(first);
    }
    return heldOut(first) || heldOut(second) || pairHeldOut(first, relation, second);
  }

  /**
   * Of each form in each size one colour is missing, not the same one small and big: every colour
   * of a form is seen in one size at least.
   */
  private static boolean heldOut(Thing thing) {
    int missing = 2 * thing.form().place() + thing.size().place();
    return thing.colour().place() == missing % Colour.values().length;
  }

  private static boolean pairHeldOut(Thing first, Relation relation, Thing second) {
    if (relation == Relation.BELOW || relation == Relation.RIGHT) {
      return pairHeldOut(second, relation.inverse(), first); // the same scene, said the other way
    }
    int number =
        (first.number() * Thing.KINDS + second.number()) * 2 + (relation.vertical() ? 1 : 0);
    return Math.floorMod((number * 0x9E3779B1) >>> 7, ONE_IN) == 0;
  }
}
