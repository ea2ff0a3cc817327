package dev.kiln.streams.demo.augment;

import dev.kiln.generation.network.Network;
import dev.kiln.generation.network.NetworkBatch;
import dev.kiln.generation.network.NetworkException;
import dev.kiln.generation.network.OnnxNetwork;
import dev.kiln.generation.network.OnnxOptions;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The classifier that {@code ./kiln evaluate} judges digits with, from its ONNX file. */
final class Judge implements AutoCloseable {

  private static final String FILE =
      "models-export/src/main/resources/dev/kiln/export/evaluate/judge/judge.onnx";
  private static final int CLASSES = 10;

  private final Network network;
  private final NetworkBatch batch;

  private Judge(Network network) {
    this.network = network;
    this.batch = network.newBatch(1);
  }

  /**
   * The judge of a source tree.
   *
   * @throws IOException in one sentence, if it is not there or cannot be loaded
   */
  static Judge of(Path home) throws IOException {
    try {
      return new Judge(
          OnnxNetwork.load("the judge", Files.readAllBytes(home.resolve(FILE)), OnnxOptions.cpu()));
    } catch (NetworkException e) {
      throw new IOException("The judge cannot be loaded: " + e.getMessage(), e);
    }
  }

  /** Which part of the pictures it takes for what their labels say. */
  double accuracy(List<LabelledImage> images) throws IOException {
    int right = 0;
    for (LabelledImage image : images) {
      batch.floats("x").put(0, image.picture().values());
      try {
        batch.run(1);
      } catch (NetworkException e) {
        throw new IOException("The judge failed: " + e.getMessage(), e);
      }
      FloatBuffer logits = batch.output("logits");
      int best = 0;
      for (int c = 1; c < CLASSES; c++) {
        best = logits.get(c) > logits.get(best) ? c : best;
      }
      right += best == image.label() ? 1 : 0;
    }
    return images.isEmpty() ? 0 : right / (double) images.size();
  }

  @Override
  public void close() {
    batch.close();
    network.close();
  }
}
