package dev.kiln.export.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HoldoutTest {
  /** A hundred images of one pixel, all different; the class is the tens digit. */
  private final InMemoryImages images = hundred();

  @Test
  void partsTheDataWithoutOverlap() {
    Holdout holdout = new Holdout(0.1);
    Set<Float> seen = values(holdout.training(images));
    Set<Float> kept = values(holdout.heldOut(images));

    assertThat(seen).hasSize(90).doesNotContainAnyElementsOf(kept);
    assertThat(kept).hasSize(10).isEqualTo(values(new Holdout(0.1).heldOut(hundred())));
  }

  @Test
  void keepsLabelsAndNames() {
    TrainingSet kept = new Holdout(0.25).heldOut(images);

    assertThat(kept)
        .isInstanceOfSatisfying(
            LabelledImages.class,
            part -> {
              assertThat(part.classNames()).isEqualTo(images.classNames());
              float[] pixel = new float[1];
              part.read(3, pixel, 0);
              assertThat(part.label(3)).isEqualTo(Math.round((pixel[0] + 1) * 127.5f) / 10);
            });
  }

  @Test
  void holdsNothingBackUnlessAsked() {
    assertThat(new Holdout(0).training(images)).isSameAs(images);
    assertThatThrownBy(() -> new Holdout(0).heldOut(images))
        .hasMessage("--holdout 0.0 keeps none of 100 samples");
    assertThatThrownBy(() -> new Holdout(1))
        .hasMessage("--holdout must be from 0 to below 1, was 1.0");
  }

  private static Set<Float> values(TrainingSet data) {
    Set<Float> values = new HashSet<>();
    for (int i = 0; i < data.size(); i++) {
      float[] pixel = new float[1];
      data.read(i, pixel, 0);
      values.add(pixel[0]);
    }
    return values;
  }

  private static InMemoryImages hundred() {
    byte[] pixels = new byte[100];
    int[] labels = new int[100];
    for (int i = 0; i < 100; i++) {
      pixels[i] = (byte) i;
      labels[i] = i / 10;
    }
    List<String> names = List.of("a", "b", "c", "d", "e", "f", "g", "h", "i", "j");
    return new InMemoryImages(pixels, labels, names, 1, 1, 1);
  }
}
