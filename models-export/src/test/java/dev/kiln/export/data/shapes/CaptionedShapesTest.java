package dev.kiln.export.data.shapes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.export.data.Captioned;
import dev.kiln.export.data.Split;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CaptionedShapesTest {
  private static final int MANY = 3000;

  @Test
  void givesTheSameSceneForTheSameIndexWhateverWasReadBefore() {
    CaptionedShapes first = CaptionedShapes.of(3, MANY, Split.TRAIN);
    CaptionedShapes second = CaptionedShapes.of(3, MANY, Split.TRAIN);
    picture(second, 0);
    second.caption(9);

    assertThat(picture(second, 41)).containsExactly(picture(first, 41));
    assertThat(second.caption(41)).isEqualTo(first.caption(41));
    assertThat(tokens(second, 41)).containsExactly(tokens(first, 41));
    assertThat(picture(second, 42)).isNotEqualTo(picture(first, 41));
  }

  @Test
  void staysWithinTheRangeOfPictures() {
    CaptionedShapes shapes = CaptionedShapes.of(1, 50, Split.TRAIN);
    for (int i = 0; i < shapes.size(); i++) {
      for (float value : picture(shapes, i)) {
        assertThat(value).isBetween(-1f, 1f);
      }
    }
  }

  @Test
  void captionsSayWhatThePictureShows() {
    CaptionedShapes shapes = CaptionedShapes.of(1, MANY, Split.TRAIN);
    for (int i = 0; i < MANY; i++) {
      assertThat(shapes.prompt(i).fits(shapes.scene(i))).as(shapes.caption(i)).isTrue();
      assertThat(Vocabulary.encode(shapes.caption(i))).hasSize(Vocabulary.LENGTH);
    }
  }

  @Test
  void captionsUseEveryWord() {
    CaptionedShapes shapes = CaptionedShapes.of(1, MANY, Split.TRAIN);
    Set<Long> used = new HashSet<>();
    for (int i = 0; i < MANY; i++) {
      Arrays.stream(tokens(shapes, i)).forEach(used::add);
    }
    assertThat(used).hasSize(Vocabulary.all().size());
  }

  @Test
  void thingsStandApartAndWithinThePicture() {
    CaptionedShapes shapes = CaptionedShapes.of(2, MANY, Split.TRAIN);
    for (int i = 0; i < MANY; i++) {
      List<Placed> scene = shapes.scene(i);
      for (Placed placed : scene) {
        assertThat(Math.min(placed.x(), placed.y()) - placed.radius()).isGreaterThanOrEqualTo(0.99);
        assertThat(Math.max(placed.x(), placed.y()) + placed.radius()).isLessThanOrEqualTo(31.01);
      }
      if (scene.size() == 2) {
        Placed a = scene.get(0);
        Placed b = scene.get(1);
        double apart = Math.max(Math.abs(a.x() - b.x()), Math.abs(a.y() - b.y()));
        assertThat(apart - a.radius() - b.radius()).isGreaterThanOrEqualTo(1.99);
      }
    }
  }

  @Test
  void theSplitsShareNoCombination() {
    assertThat(combinations(Split.TRAIN)).isNotEmpty().noneMatch(Combination::heldOut);
    assertThat(combinations(Split.HELD_OUT)).isNotEmpty().allMatch(Combination::heldOut);
  }

  private static List<Combination> combinations(Split split) {
    CaptionedShapes shapes = CaptionedShapes.of(4, MANY, split);
    return IntStream.range(0, MANY)
        .mapToObj(shapes::scene)
        .flatMap(scene -> CombinationTest.all(scene).stream())
        .toList();
  }

  @Test
  void refusesAnotherCondition() {
    CaptionedShapes shapes = CaptionedShapes.of(1, 1, Split.TRAIN);

    assertThatThrownBy(() -> shapes.readCondition("label", 0, new long[1], 0))
        .hasMessage("captioned shapes have no condition label");
    assertThatThrownBy(() -> shapes.caption(1)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  private static float[] picture(CaptionedShapes shapes, int index) {
    float[] picture = new float[ScenePainter.VALUES];
    shapes.read(index, picture, 0);
    return picture;
  }

  private static long[] tokens(CaptionedShapes shapes, int index) {
    long[] tokens = new long[Vocabulary.LENGTH];
    shapes.readCondition(Captioned.TOKENS, index, tokens, 0);
    return tokens;
  }
}
