package dev.kiln.export.data.shapes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CombinationTest {

  @Test
  void holdsOutAFifthOfThings() {
    assertThat(things().filter(CombinationTest::heldOut).count())
        .isEqualTo(Math.round(0.2 * Thing.KINDS));
  }

  @Test
  void everyFormIsSeenInEveryColourAndEverySize() {
    for (Form form : Form.values()) {
      for (Colour colour : Colour.values()) {
        assertThat(Arrays.stream(Size.values()).map(size -> new Thing(size, colour, form)))
            .anyMatch(thing -> !heldOut(thing));
      }
      for (Size size : Size.values()) {
        assertThat(Arrays.stream(Colour.values()).map(colour -> new Thing(size, colour, form)))
            .anyMatch(thing -> !heldOut(thing));
      }
    }
  }

  @Test
  void holdsOutAFifthOfPairsOfThingsThatAreSeen() {
    List<Combination> pairs = pairs();

    double share = (double) pairs.stream().filter(Combination::heldOut).count() / pairs.size();
    assertThat(share).isCloseTo(0.2, within(0.01));
  }

  @Test
  void aPairIsHeldOutWhicheverWayItIsSaid() {
    for (Combination pair : pairs()) {
      Thing second = pair.second();
      Relation relation = pair.relation();
      if (second != null && relation != null) {
        Combination other =
            new Combination(/* first= */ second, relation.inverse(), /* second= */ pair.first());
        assertThat(other.heldOut()).isEqualTo(pair.heldOut());
      }
    }
  }

  /** The combinations that a scene is seen as: each thing, and both together. */
  static List<Combination> all(List<Placed> scene) {
    Placed one = scene.get(0);
    if (scene.size() == 1) {
      return List.of(new Combination(one.thing(), null, null));
    }
    Placed two = scene.get(1);
    Relation relation =
        Arrays.stream(Relation.values())
            .filter(r -> r.holds(one.x(), one.y(), two.x(), two.y()))
            .findFirst()
            .orElseThrow();
    return List.of(new Combination(one.thing(), relation, two.thing()));
  }

  private static boolean heldOut(Thing thing) {
    return new Combination(thing, null, null).heldOut();
  }

  private static Stream<Thing> things() {
    return Arrays.stream(Size.values())
        .flatMap(
            size ->
                Arrays.stream(Colour.values())
                    .flatMap(
                        colour ->
                            Arrays.stream(Form.values())
                                .map(form -> new Thing(size, colour, form))));
  }

  /** All pairs, in all relations, of things that are not held out themselves. */
  private static List<Combination> pairs() {
    List<Thing> seen = things().filter(thing -> !heldOut(thing)).toList();
    List<Combination> pairs = new ArrayList<>();
    for (Thing first : seen) {
      for (Thing second : seen) {
        for (Relation relation : Relation.values()) {
          pairs.add(new Combination(first, relation, second));
        }
      }
    }
    return pairs;
  }
}
