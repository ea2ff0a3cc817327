package dev.kiln.export.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.export.data.DrawnDigits;
import dev.kiln.export.data.LabelledImages;
import dev.kiln.export.data.Split;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JudgeTest {
  private Judge judge;

  @BeforeEach
  void open() throws IOException {
    judge = Judge.shipped();
  }

  @AfterEach
  void close() {
    judge.close();
  }

  @Test
  void namesDigitsInFacesThatItNeverSaw() throws IOException {
    LabelledImages digits = DrawnDigits.of(4321, 1000, Split.HELD_OUT);

    assertThat(JudgeExam.take(judge, "held out", digits).accuracy()).isGreaterThan(0.99);
  }

  @Test
  void namesDigitsInTheGeneratorsFaces() throws IOException {
    LabelledImages digits = DrawnDigits.of(4321, 1000, Split.TRAIN);

    assertThat(JudgeExam.take(judge, "generators' faces", digits).accuracy()).isGreaterThan(0.99);
  }

  @Test
  void anImageIsNamedTheSameWhateverItsNeighbours() throws IOException {
    LabelledImages digits = DrawnDigits.of(99, 120, Split.TRAIN);
    int[] alone = new int[digits.size()];
    List<float[]> all = new ArrayList<>();
    for (int i = 0; i < alone.length; i++) {
      float[] image = new float[28 * 28];
      digits.read(i, image, 0);
      all.add(image);
      alone[i] = judge.classify(List.of(image))[0];
    }

    assertThat(judge.classify(all)).isEqualTo(alone);
  }

  @Test
  void itsOwnFactsSayWhatItScored() {
    assertThat(judge.facts().exams().get(0).accuracy()).isGreaterThan(0.99);
    assertThat(judge.facts().command()).startsWith("./kiln train judge");
  }

  @Test
  void refusesImagesOfAnotherShape() {
    LabelledImages small = new Small();

    assertThatThrownBy(() -> JudgeExam.take(judge, "small ones", small))
        .hasMessage("the judge looks at images of [1, 28, 28], small ones has [1, 8, 8]");
  }

  private record Small() implements LabelledImages {
    @Override
    public int size() {
      return 1;
    }

    @Override
    public int classes() {
      return 10;
    }

    @Override
    public int channels() {
      return 1;
    }

    @Override
    public int height() {
      return 8;
    }

    @Override
    public int width() {
      return 8;
    }

    @Override
    public void read(int index, float[] target, int offset) {}

    @Override
    public int label(int index) {
      return 0;
    }
  }
}
