package dev.kiln.export.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.export.data.LabelledImages;
import dev.kiln.export.export.OnnxModel;
import dev.kiln.export.export.ParityGate;
import dev.kiln.export.nets.DcGan;
import dev.kiln.export.ops.torch.TorchScope;
import dev.kiln.export.ops.torch.TorchWeights;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConditionalGanTest {
  private static final int ROWS = 25;
  private static final int AREA = Corners.SIDE * Corners.SIDE;
  private static final DcGan SMALL = new DcGan(1, Corners.SIDE, Corners.CLASSES, 8, 16);
  private static final LabelledImages CORNERS = new Corners(2000);

  @TempDir Path directory;

  @BeforeEach
  void useOneThread() {
    torch.set_num_threads(1);
  }

  @Test
  void learnsWhatEachClassLooksLikeAndHowItVaries() throws IOException {
    try (ConditionalGan gan = new ConditionalGan(SMALL, 1)) {
      double before = distance(samples(gan));
      train(gan, 500);
      float[] samples = samples(gan);

      assertThat(distance(samples)).isLessThan(0.2 * before);
      assertThat(spread(samples)).isGreaterThan(0.015);
    }
  }

  @Test
  void theExportedGeneratorUsesRunningStatistics() throws IOException {
    try (ConditionalGan gan = new ConditionalGan(SMALL, 1)) {
      train(gan, 5);
      TorchWeights weights = gan.average();
      byte[] model = OnnxModel.bytes(SMALL.generator(), weights.values());

      assertThat(ParityGate.check(SMALL.generator(), weights, model)).isLessThan(1e-5);
    }
  }

  @Test
  void theShippedSizeFitsIntoFourMebibytes() {
    DcGan sizes = DcGan.forImages(1, 28, 10);
    try (ConditionalGan gan = new ConditionalGan(sizes, 1)) {
      byte[] model = OnnxModel.bytes(sizes.generator(), gan.average().values());

      assertThat(model.length).isLessThan(4 << 20);
    }
  }

  private void train(ConditionalGan gan, int steps) throws IOException {
    new TrainingLoop(
            gan,
            CORNERS,
            new TrainingSettings(
                1, 32L * steps, Duration.ofDays(1), 32, directory, Duration.ofDays(1), false),
            Preview.NONE,
            line -> {},
            System::nanoTime)
        .run();
  }

  private static float[] samples(ConditionalGan gan) {
    long[] labels = labels();
    return TorchScope.scoped(
        () -> gan.preview(Map.of("label", Tensor.create(labels, labels.length)), labels.length, 3));
  }

  private static long[] labels() {
    long[] labels = new long[Corners.CLASSES * ROWS];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = i % Corners.CLASSES;
    }
    return labels;
  }

  /** Mean squared distance between the mean sample and the mean image of a class. */
  private static double distance(float[] samples) {
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
