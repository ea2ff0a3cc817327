package dev.kiln.export.evaluate.features;

import dev.kiln.export.data.LabelledImages;
import dev.kiln.export.evaluate.Progress;
import dev.kiln.export.evaluate.measure.Points;
import dev.kiln.generation.network.Network;
import dev.kiln.generation.network.NetworkBatch;
import dev.kiln.generation.network.NetworkException;
import dev.kiln.generation.network.OnnxNetwork;
import dev.kiln.generation.network.OnnxOptions;
import dev.kiln.generation.network.Port;
import dev.kiln.generation.tensor.Shape;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Describes images by numbers, and names their class. Runs in ONNX Runtime. For one thread; close
 * when done.
 */
public final class FeatureClassifier implements AutoCloseable {
  private static final String INPUT = "x";
  private static final String FEATURES = "features";
  private static final String LOGITS = "logits";
  private static final int BATCH = 50;

  private final FeatureFacts facts;
  private final Network network;
  private final NetworkBatch batch;
  private final Shape shape;
  private final int classes;

  private FeatureClassifier(FeatureFacts facts, Network network, Shape shape, int classes) {
    this.facts = facts;
    this.network = network;
    this.batch = network.newBatch(BATCH);
    this.shape = shape;
    this.classes = classes;
  }

  /**
   * What the classifier says of some images.
   *
   * @param features a point for each image
   * @param named the class of each image
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Reading(Points features, int[] named) {}

  /**
   * Opens a file that {@link FeatureTraining} wrote.
   *
   * @throws IOException with one sentence if the file or the facts beside it are missing, or are
   *     something else
   */
  public static FeatureClassifier open(Path model) throws IOException {
    return of(model.toString(), Files.readAllBytes(model), FeatureFacts.read(model));
  }

  static FeatureClassifier of(String name, byte[] model, FeatureFacts facts) throws IOException {
    Network network;
    try {
      network = OnnxNetwork.load(name, model, OnnxOptions.cpu());
    } catch (NetworkException e) {
      throw new IOException(name + " cannot be loaded: " + e.getMessage(), e);
    }
    Port in = network.signature().inputs().get(INPUT);
    Port features = network.signature().outputs().get(FEATURES);
    Port logits = network.signature().outputs().get(LOGITS);
    if (in == null || features == null || logits == null) {
      network.close();
      throw new IOException(
          name
              + " is no feature classifier: expected the ports "
              + List.of(INPUT, FEATURES, LOGITS)
              + ", found "
              + network.signature().inputs().keySet()
              + " and "
              + network.signature().outputs().keySet());
    }
    if (features.row().size() != facts.features()) {
      network.close();
      throw new IOException(
          name
              + " gives "
              + features.row().size()
              + " features, the file beside it says "
              + facts.features());
    }
    return new FeatureClassifier(facts, network, in.row(), logits.row().size());
  }

  /** How it was made. */
  public FeatureFacts facts() {
    return facts;
  }

  /** The shape of an image that it knows, [channels, height, width]. */
  public Shape shape() {
    return shape;
  }

  /** How many classes it tells apart. */
  public int classes() {
    return classes;
  }

  /**
   * Describes and names images.
   *
   * @param images flat images of {@link #shape} in [-1, 1]
   * @param what what the progress calls them
   */
  public Reading read(Points images, String what, Progress progress) throws IOException {
    if (images.width() != shape.size()) {
      throw new IllegalArgumentException(
          "the feature classifier knows images of "
              + shape.size()
              + " values, these have "
              + images.width());
    }
    int width = facts.features();
    float[] features = new float[Math.multiplyExact(images.count(), width)];
    int[] named = new int[images.count()];
    for (int first = 0; first < named.length; first += BATCH) {
      int rows = Math.min(BATCH, named.length - first);
      batch.floats(INPUT).put(0, images.values(), first * images.width(), rows * images.width());
      try {
        batch.run(rows);
      } catch (NetworkException e) {
        throw new IOException("the feature classifier failed: " + e.getMessage(), e);
      }
      batch.output(FEATURES).get(0, features, first * width, rows * width);
      FloatBuffer logits = batch.output(LOGITS);
      for (int row = 0; row < rows; row++) {
        named[first + row] = largest(logits, row * classes);
      }
      progress.at(what, first + rows, named.length);
    }
    return new Reading(new Points(width, features), named);
  }

  /**
   * Which images of a data set it did not learn from: the held-out ones if it learned from this
   * set, all if it learned from another.
   */
  public int[] unseen(LabelledImages data) {
    return DataHash.of(data).equals(facts.dataHash())
        ? FeatureTraining.heldOut(data.size())
        : IntStream.range(0, data.size()).toArray();
  }

  private int largest(FloatBuffer logits, int from) {
    int best = 0;
    for (int i = 1; i < classes; i++) {
      best = logits.get(from + i) > logits.get(from + best) ? i : best;
    }
    return best;
  }

  @Override
  public void close() {
    batch.close();
    network.close();
  }
}
