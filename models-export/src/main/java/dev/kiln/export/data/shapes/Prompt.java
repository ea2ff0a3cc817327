package dev.kiln.export.data.shapes;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a prompt asks for.
 *
 * @param first the first thing
 * @param relation where the first stands, seen from the second; null if it does not matter
 * @param second the second thing, or null for a scene of one
 */
public record Prompt(Mention first, @Nullable Relation relation, @Nullable Mention second) {
  public Prompt {
    if (second == null && relation != null) {
      throw new IllegalArgumentException("one thing alone is not " + relation + " another");
    }
  }

  /** The same, whatever the sizes. */
  public Prompt ofAnySize() {
    return new Prompt(first.ofAnySize(), relation, second == null ? null : second.ofAnySize());
  }

  /** How many things it asks for. */
  public int things() {
    return second == null ? 1 : 2;
  }

  /** Whether a scene shows what is asked for: these things, so placed, and no others. */
  public boolean fits(List<Placed> scene) {
    if (scene.size() != things()) {
      return false;
    }
    Placed one = scene.get(0);
    if (second == null) {
      return first.fits(one.thing());
    }
    Placed two = scene.get(1);
    return fits(second, one, two) || fits(second, two, one);
  }

  private boolean fits(Mention other, Placed one, Placed two) {
    return first.fits(one.thing())
        && other.fits(two.thing())
        && (relation == null || relation.holds(one.x(), one.y(), two.x(), two.y()));
  }
}
