package dev.kiln.export.evaluate.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.export.evaluate.Progress;
import dev.kiln.export.evaluate.Quadrants;
import dev.kiln.export.ops.torch.Threads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureTrainingTest {
  private static final Quadrants DATA = new Quadrants(1, 400, 8);

  private final Set<String> told = new HashSet<>();
  private final Progress progress = (what, done, total) -> told.add(what);

  @TempDir static Path directory;

  @BeforeAll
  static void learn() throws IOException {
    Threads.use(1);
    FeatureTraining.of(DATA, "quarters", directory, Progress.NONE).close();
  }

  @Test
  void namesWhatItDidNotLearnFrom() throws IOException {
    try (FeatureClassifier learnt = of(DATA)) {
      assertThat(learnt.facts().accuracy()).isGreaterThan(0.95);
      assertThat(learnt.facts().sentence())
          .startsWith("64 features of a classifier that learned from 334 images of quarters")
          .endsWith("of 66 others rightly");
    }
  }

  @Test
  void learnsOnceForTheSameImagesWhateverTheyAreCalled() throws IOException {
    Quadrants same = new Quadrants(1, 400, 8);
    try (FeatureClassifier found = FeatureTraining.of(same, "again", directory, progress)) {
      assertThat(found.facts().data()).isEqualTo("quarters");
      assertThat(found.unseen(same)).hasSize(66).doesNotHaveDuplicates();
      assertThat(found.unseen(new Quadrants(2, 50, 8))).hasSize(50);
    }
    assertThat(told).doesNotContain("learning features");
  }

  @Test
  void theSameImageHasTheSameFeaturesWhateverItsNeighbours() throws IOException {
    try (FeatureClassifier learnt = of(DATA)) {
      Images all = Images.of(DATA);
      FeatureClassifier.Reading together = learnt.read(all.pixels(), "images", progress);
      FeatureClassifier.Reading alone = learnt.read(all.pick(137).pixels(), "image", progress);

      assertThat(alone.features().point(0))
          .usingComparatorWithPrecision(1e-5f)
          .containsExactly(together.features().point(137));
      assertThat(Arrays.stream(together.named()).distinct()).hasSize(4);
    }
  }

  @Test
  void saysWhatNoFeaturesCanBeLearnedFrom() {
    assertThatThrownBy(() -> of(new Quadrants(1, 400, 10)))
        .hasMessage(
            "features are learned from square images with a side that is a multiple of 4; these are 10 by 10");
    assertThatThrownBy(() -> of(new Quadrants(1, 100, 8)))
        .hasMessage("features need at least 384 images to be learned from, there are 100");
  }

  @Test
  void saysWhichFileIsNoFeatureClassifier() throws IOException {
    Path file = directory.resolve("features-x.onnx");
    Files.write(file, new byte[] {1, 2, 3});

    assertThatThrownBy(() -> FeatureClassifier.open(file)).hasMessageContaining("features-x.json");
    Files.writeString(directory.resolve("features-x.json"), "no json");
    assertThatThrownBy(() -> FeatureClassifier.open(file))
        .hasMessageContaining("features-x.json does not describe a feature classifier");
    Files.writeString(directory.resolve("features-x.json"), "{\"features\": 64}");
    assertThatThrownBy(() -> FeatureClassifier.open(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("features-x.onnx cannot be loaded");
  }

  @Test
  void keepsTwoFilesNamedByTheDataAndTheTraining() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .filteredOn(name -> !name.startsWith("features-x"))
          .hasSize(2)
          .allMatch(name -> name.matches("features-[0-9a-f]{16}-16x30k\\.(onnx|json)"));
    }
  }

  private FeatureClassifier of(Quadrants data) throws IOException {
    return FeatureTraining.of(data, "quarters", directory, progress);
  }
}
