package dev.kiln.export.evaluate.shapes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.export.data.Split;
import dev.kiln.export.data.shapes.CaptionedShapes;
import dev.kiln.export.data.shapes.Colour;
import dev.kiln.export.data.shapes.Form;
import dev.kiln.export.data.shapes.Mention;
import dev.kiln.export.data.shapes.Placed;
import dev.kiln.export.data.shapes.Prompt;
import dev.kiln.export.data.shapes.Relation;
import dev.kiln.export.data.shapes.ScenePainter;
import dev.kiln.export.data.shapes.Size;
import dev.kiln.export.data.shapes.Thing;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ShapeReaderTest {
  private static final int COUNT = 500;

  @Test
  void readsDrawnScenes() {
    assertThat(right(0)).isGreaterThanOrEqualTo((int) (0.995 * COUNT));
  }

  @Test
  void readsScenesWithGrain() {
    assertThat(right(0.05)).isGreaterThanOrEqualTo((int) (0.99 * COUNT));
  }

  /** In how many scenes of both splits it finds exactly what was drawn. */
  private static int right(double grain) {
    Random random = new Random(8);
    int right = 0;
    for (Split split : List.of(Split.TRAIN, Split.HELD_OUT)) {
      CaptionedShapes shapes = CaptionedShapes.of(5, COUNT / 2, split);
      for (int i = 0; i < shapes.size(); i++) {
        float[] picture = new float[ScenePainter.VALUES];
        shapes.read(i, picture, 0);
        for (int p = 0; p < picture.length; p++) {
          picture[p] += (float) (grain * random.nextGaussian());
        }
        right += full(shapes.scene(i)).shownBy(picture) ? 1 : 0;
      }
    }
    return right;
  }

  @Test
  void refusesWhatTheSceneDoesNotShow() {
    CaptionedShapes shapes = CaptionedShapes.of(6, COUNT, Split.TRAIN);
    int wrong = 0;
    int asked = 0;
    for (int i = 0; i < COUNT; i++) {
      List<Placed> scene = shapes.scene(i);
      float[] picture = new float[ScenePainter.VALUES];
      shapes.read(i, picture, 0);
      for (Prompt other : others(full(scene).prompt())) {
        asked++;
        wrong += new Asked(other).shownBy(picture) ? 1 : 0;
      }
    }
    assertThat(asked).isGreaterThan(8 * COUNT);
    assertThat(wrong).isLessThan(asked / 200);
  }

  @Test
  void asksForNothingThatThePromptLeavesOut() {
    Placed circle = new Placed(new Thing(Size.BIG, Colour.RED, Form.CIRCLE), 12, 18, 6.4);
    float[] picture = paint(List.of(circle));

    assertThat(new Asked(new Prompt(new Mention(null, null, Form.CIRCLE), null, null)))
        .matches(asked -> asked.shownBy(picture));
    assertThat(new Asked(new Prompt(new Mention(null, Colour.BLUE, null), null, null)))
        .matches(asked -> !asked.shownBy(picture));
  }

  @Test
  void countsPatchesThatAreNothing() {
    float[] picture = paint(List.of());
    for (int x = 4; x < 28; x++) {
      picture[16 * 32 + x] = 1; // a long red line
      picture[17 * 32 + x] = 1;
    }

    ShapeReader.Reading reading = ShapeReader.read(picture);
    assertThat(reading.things()).isEmpty();
    assertThat(reading.unclear()).isEqualTo(1);
  }

  @Test
  void knowsNoColourOfItsOwn() {
    float[] picture = paint(List.of());
    for (int y = 8; y < 20; y++) {
      for (int x = 8; x < 20; x++) {
        for (int c = 0; c < 3; c++) {
          picture[c * 1024 + y * 32 + x] = 1; // a white square
        }
      }
    }

    assertThat(ShapeReader.read(picture)).isEqualTo(new ShapeReader.Reading(List.of(), 1));
  }

  @Test
  void refusesPicturesOfAnotherSize() {
    assertThatThrownBy(() -> ShapeReader.read(new float[784]))
        .hasMessage("a scene has 3072 values, found 784");
  }

  private static float[] paint(List<Placed> scene) {
    float[] picture = new float[ScenePainter.VALUES];
    ScenePainter.paint(scene, picture, 0);
    return picture;
  }

  private record Asked(Prompt prompt) {
    boolean shownBy(float[] picture) {
      return ShapeReader.read(picture).shows(prompt);
    }
  }

  /** The prompt that says all of a scene. */
  private static Asked full(List<Placed> scene) {
    Placed one = scene.get(0);
    if (scene.size() == 1) {
      return new Asked(new Prompt(Mention.of(one.thing()), null, null));
    }
    Placed two = scene.get(1);
    Relation relation =
        Arrays.stream(Relation.values())
            .filter(r -> r.holds(one.x(), one.y(), two.x(), two.y()))
            .findFirst()
            .orElseThrow();
    return new Asked(new Prompt(Mention.of(one.thing()), relation, Mention.of(two.thing())));
  }

  /** Prompts that differ from one in a single thing each. */
  private static List<Prompt> others(Prompt prompt) {
    List<Prompt> others = new ArrayList<>();
    for (Mention mention : others(prompt.first())) {
      others.add(new Prompt(mention, prompt.relation(), prompt.second()));
    }
    if (prompt.second() == null) {
      others.add(new Prompt(prompt.first(), null, prompt.first()));
      return others;
    }
    others.add(new Prompt(prompt.first(), null, null));
    for (Relation relation : Relation.values()) {
      if (relation != prompt.relation()) {
        others.add(new Prompt(prompt.first(), relation, prompt.second()));
      }
    }
    return others;
  }

  private static List<Mention> others(Mention mention) {
    List<Mention> others = new ArrayList<>();
    for (Form form : Form.values()) {
      others.add(new Mention(mention.size(), mention.colour(), form));
    }
    for (Colour colour : Colour.values()) {
      others.add(new Mention(mention.size(), colour, mention.form()));
    }
    for (Size size : Size.values()) {
      others.add(new Mention(size, mention.colour(), mention.form()));
    }
    others.removeIf(mention::equals);
    return others;
  }
}
