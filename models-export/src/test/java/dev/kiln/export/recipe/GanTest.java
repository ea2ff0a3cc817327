package dev.kiln.export.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.export.data.LabelledImages;
import dev.kiln.export.export.OnnxModel;
import dev.kiln.export.export.ParityGate;
import dev.kiln.export.nets.DcGan;
import dev.kiln.export.ops.torch.Threads;
import dev.kiln.export.ops.torch.TorchScope;
import dev.kiln.export.ops.torch.TorchWeights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GanTest {
  private static final int ROWS = 25;
  private static final int AREA = Corners.SIDE * Corners.SIDE;
  private static final LabelledImages CORNERS = new Corners(2000);

  @TempDir Path directory;

  @BeforeEach
  void useOneThread() {
    Threads.use(1);
  }

  @ParameterizedTest
  @CsvSource({"NON_SATURATING, 4", "NON_SATURATING, 0", "LEAST_SQUARES, 4"})
  void samplesComeToLookLikeTheDataAndDiffer(AdversarialLoss loss, int classes) throws IOException {
    try (Gan gan = new Gan(small(classes), loss, GanOptions.DEFAULT, 1)) {
      float[] before = samples(gan);
      Trainings.run(gan, CORNERS, 400, 32, directory);
      float[] after = samples(gan);

      assertThat(EnergyDistance.toData(CORNERS, after))
          .isLessThan(0.4 * EnergyDistance.toData(CORNERS, before));
      assertThat(spread(after)).isGreaterThan(0.015);
      if (classes > 0) {
        assertThat(classDistance(after)).isLessThan(0.3 * classDistance(before));
      }
    }
  }

  @Test
  void theExportedGeneratorUsesRunningStatistics() throws IOException {
    DcGan pair = small(4);
    try (Gan gan = new Gan(pair, AdversarialLoss.NON_SATURATING, GanOptions.DEFAULT, 1)) {
      Trainings.run(gan, CORNERS, 5, 32, directory);
      TorchWeights weights = gan.average();
      byte[] model = OnnxModel.bytes(pair.generator(), weights.values());

      assertThat(ParityGate.check(pair.generator(), weights, model)).isLessThan(1e-5);
    }
  }

  @Test
  void theShippedSizeFitsIntoFourMebibytes() {
    DcGan pair = DcGan.forImages(1, 28, 10);
    try (Gan gan = new Gan(pair, AdversarialLoss.NON_SATURATING, GanOptions.DEFAULT, 1)) {
      byte[] model = OnnxModel.bytes(pair.generator(), gan.average().values());

      assertThat(model.length).isLessThan(4 << 20);
    }
  }

  private static DcGan small(int classes) {
    return new DcGan(1, Corners.SIDE, classes, 8, 16, false);
  }

  /** Samples of the classes in turn. */
  private static float[] samples(Recipe gan) {
    int count = Corners.CLASSES * ROWS;
    return TorchScope.scoped(
        () ->
            gan.preview(
                Conditioning.inTurn(Map.of(LabelledImages.LABEL, Corners.CLASSES), count),
                count,
                3));
  }

  /** Mean squared distance between the mean sample and the mean image of a class. */
  private static double classDistance(float[] samples) {
    double[] difference = new double[Corners.CLASSES * AREA];
    float[] image = new float[AREA];
    for (int i = 0; i < Corners.CLASSES * ROWS; i++) {
      CORNERS.read(i, image, 0);
      for (int p = 0; p < AREA; p++) {
        difference[i % Corners.CLASSES * AREA + p] += (image[p] - samples[i * AREA + p]) / ROWS;
      }
    }
    double sum = 0;
    for (double value : difference) {
      sum += value * value;
    }
    return sum / difference.length;
  }

  /** Mean absolute difference of a sample from the next one of its class. */
  private static double spread(float[] samples) {
    int shift = Corners.CLASSES * AREA;
    double sum = 0;
    for (int i = shift; i < samples.length; i++) {
      sum += Math.abs(samples[i] - samples[i - shift]);
    }
    return sum / (samples.length - shift);
  }
}
