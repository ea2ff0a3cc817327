package dev.kiln.export.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

class DrawnDigitsTest {

  @Test
  void anImageDependsOnItsSeedAndIndexAlone() {
    DrawnDigits forwards = DrawnDigits.of(7, 100, Split.TRAIN);
    DrawnDigits other = DrawnDigits.of(7, 5000, Split.TRAIN);
    for (int i = 0; i < 40; i++) {
      image(forwards, i);
    }

    assertThat(image(other, 33)).isEqualTo(image(forwards, 33));
    assertThat(image(DrawnDigits.of(8, 100, Split.TRAIN), 33)).isNotEqualTo(image(other, 33));
  }

  @Test
  void imagesAreTheSameOnEveryMachine() {
    CRC32 sum = new CRC32();
    DrawnDigits digits = DrawnDigits.of(1, 50, Split.TRAIN);
    for (int i = 0; i < digits.size(); i++) {
      for (float value : image(digits, i)) {
        sum.update(Grey.toByte(value));
      }
    }

    assertThat(Long.toHexString(sum.getValue())).isEqualTo("3ce6830d");
  }

  @Test
  void classesComeInTurn() {
    DrawnDigits digits = DrawnDigits.of(3, 200, Split.TRAIN);
    int[] counts = new int[digits.classes()];
    for (int i = 0; i < digits.size(); i++) {
      counts[digits.label(i)]++;
    }

    assertThat(counts).containsOnly(20);
  }

  @Test
  void anImageIsInkOnACleanBackground() {
    for (Split split : Split.values()) {
      DrawnDigits digits = DrawnDigits.of(11, 60, split);
      for (int i = 0; i < digits.size(); i++) {
        float[] image = image(digits, i);
        int background = 0;
        float brightest = -1;
        for (float value : image) {
          assertThat(value).isBetween(-1f, 1f);
          background += value == -1f ? 1 : 0;
          brightest = Math.max(brightest, value);
        }
        assertThat(image[0]).as("corner of image %d of %s", i, split).isEqualTo(-1f);
        assertThat(background).as("background of image %d of %s", i, split).isBetween(300, 760);
        assertThat(brightest).as("ink of image %d of %s", i, split).isGreaterThan(0.2f);
      }
    }
  }

  @Test
  void noFaceServesTwoSplits() {
    Set<String> seen = new HashSet<>();
    int faces = 0;
    for (Split split : Split.values()) {
      assertThat(FontFaces.names(split)).hasSizeGreaterThan(4);
      seen.addAll(FontFaces.names(split));
      faces += FontFaces.names(split).size();
    }

    assertThat(seen).hasSize(faces);
  }

  @Test
  void aCopyInMemoryIsExact() {
    DrawnDigits digits = DrawnDigits.of(5, 30, Split.HELD_OUT, Distortion.HEAVY);
    InMemoryImages copy = InMemoryImages.copyOf(digits);

    for (int i = 0; i < digits.size(); i++) {
      assertThat(image(copy, i)).isEqualTo(image(digits, i));
      assertThat(copy.label(i)).isEqualTo(digits.label(i));
    }
  }

  @Test
  void refusesAnIndexOutsideTheSet() {
    DrawnDigits digits = DrawnDigits.of(5, 30, Split.TRAIN);

    assertThatThrownBy(() -> image(digits, 30)).hasMessage("image 30 of 30");
    assertThatThrownBy(() -> DrawnDigits.of(5, 0, Split.TRAIN))
        .hasMessageContaining("at least 1, found 0");
  }

  private static float[] image(LabelledImages images, int index) {
    float[] image = new float[images.channels() * images.height() * images.width()];
    images.read(index, image, 0);
    return image;
  }
}
