package dev.kiln.export.evaluate;

import dev.kiln.generation.network.Network;
import dev.kiln.generation.network.NetworkBatch;
import dev.kiln.generation.network.NetworkException;
import dev.kiln.generation.network.OnnxNetwork;
import dev.kiln.generation.network.OnnxOptions;
import dev.kiln.generation.network.Port;
import dev.kiln.generation.tensor.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;

/**
 * A classifier that says which digit an image shows. It learned from typefaces and pen strokes of
 * its own, apart from what generators learn from. Runs in ONNX Runtime, without PyTorch. For one
 * thread; close when done.
 */
public final class Judge implements AutoCloseable {
  static final String MODEL = "judge.onnx";
  static final String FACTS = "judge.json";
  static final String INPUT = "x";
  static final String OUTPUT = "logits";
  private static final String FOLDER = "judge/";
  private static final int BATCH = 50;

  private final JudgeFacts facts;
  private final Network network;
  private final NetworkBatch batch;
  private final Shape shape;
  private final int classes;

  private Judge(JudgeFacts facts, Network network) {
    this.facts = facts;
    this.network = network;
    this.batch = network.newBatch(BATCH);
    this.shape = row(network.signature().inputs(), INPUT);
    this.classes = row(network.signature().outputs(), OUTPUT).size();
  }

  /** The judge that Kiln ships. */
  public static Judge shipped() throws IOException {
    return of(resource(MODEL), JudgeFacts.read(resource(FACTS)));
  }

  /** A judge from its ONNX file and what is known about it. */
  static Judge of(byte[] model, JudgeFacts facts) throws IOException {
    Network network;
    try {
      network = OnnxNetwork.load("the judge", model, OnnxOptions.cpu());
    } catch (NetworkException e) {
      throw new IOException("the judge cannot be loaded: " + e.getMessage(), e);
    }
    return new Judge(facts, network);
  }

  private static Shape row(Map<String, Port> ports, String name) {
    Port port = ports.get(name);
    if (port == null) {
      throw new IllegalArgumentException(
          "a judge has a port " + name + ", found " + ports.keySet());
    }
    return port.row();
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = Judge.class.getResourceAsStream(FOLDER + name)) {
      if (in == null) {
        throw new IOException("the judge's " + name + " is not on the classpath");
      }
      return in.readAllBytes();
    }
  }

  /** How this judge was made and what it scored. */
  public JudgeFacts facts() {
    return facts;
  }

  /** The shape of an image that it can judge, [channels, height, width]. */
  public Shape shape() {
    return shape;
  }

  /** How many classes it tells apart. */
  public int classes() {
    return classes;
  }

  /**
   * The class of each image.
   *
   * @param images flat images in [-1, 1], each of {@link #shape}
   */
  public int[] classify(List<float[]> images) throws IOException {
    int[] found = new int[images.size()];
    for (int first = 0; first < found.length; first += BATCH) {
      int rows = Math.min(BATCH, found.length - first);
      FloatBuffer input = batch.floats(INPUT);
      for (int row = 0; row < rows; row++) {
        input.put(row * shape.size(), images.get(first + row));
      }
      try {
        batch.run(rows);
      } catch (NetworkException e) {
        throw new IOException("the judge failed: " + e.getMessage(), e);
      }
      FloatBuffer logits = batch.output(OUTPUT);
      for (int row = 0; row < rows; row++) {
        found[first + row] = largest(logits, row * classes);
      }
    }
    return found;
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
