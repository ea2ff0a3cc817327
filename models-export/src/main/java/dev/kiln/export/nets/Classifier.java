package dev.kiln.export.nets;

import static dev.kiln.export.ops.Layers.batchNorm;
import static dev.kiln.export.ops.Layers.conv;
import static dev.kiln.export.ops.Layers.linear;

import dev.kiln.export.ops.Ops;
import java.util.List;

/**
 * A small convolutional classifier, in the manner of VGG (Simonyan and Zisserman 2015, arXiv
 * 1409.1556): what the judge sees with.
 *
 * <pre>
 *   x [N, 1, 28, 28] -> 2 convolutions -> pool (14) -> 2 convolutions -> pool (7) -> 1 convolution
 *                    -> mean over the pixels -> linear -> logits [N, classes]
 * </pre>
 *
 * @param imageChannels colour channels of the image
 * @param size height and width; a multiple of 4
 * @param classes how many classes
 * @param width channels at full size; doubled at half size, and again at a quarter
 */
public record Classifier(long imageChannels, long size, int classes, long width)
    implements Network {

  public Classifier {
    if (size % 4 != 0) {
      throw new IllegalArgumentException("the image size must be a multiple of 4, was " + size);
    }
  }

  /** The shipped judge of digits: 140,000 parameters. */
  public static Classifier digits() {
    return new Classifier(1, 28, 10, 24);
  }

  @Override
  public List<Port> inputs() {
    return List.of(Port.numbers("x", imageChannels, size, size));
  }

  @Override
  public Port output() {
    return Port.numbers("logits", classes);
  }

  @Override
  public <T> T apply(Ops<T> ops, List<T> inputs) {
    return apply(ops, inputs.get(0));
  }

  /** x [N, C, H, W] in [-1, 1] to logits [N, classes]. */
  public <T> T apply(Ops<T> ops, T x) {
    return logits(ops, features(ops, x));
  }

  /** How many features the last layer sees. */
  public long features() {
    return 4 * width;
  }

  /** What the last layer sees: x [N, C, H, W] in [-1, 1] to [N, {@link #features()}]. */
  <T> T features(Ops<T> ops, T x) {
    T h = block(ops, "full0", x, imageChannels, width);
    h = ops.maxPool(block(ops, "full1", h, width, width), 2);
    h = block(ops, "half0", h, width, 2 * width);
    h = ops.maxPool(block(ops, "half1", h, 2 * width, 2 * width), 2);
    h = block(ops, "quarter0", h, 2 * width, 4 * width);
    h = block(ops, "quarter1", h, 4 * width, 4 * width);
    return ops.mean(h, false, 2, 3);
  }

  /** The last layer: features [N, {@link #features()}] to logits [N, classes]. */
  <T> T logits(Ops<T> ops, T features) {
    return linear(ops, "logits", features, features(), classes);
  }

  private static <T> T block(Ops<T> ops, String name, T x, long in, long out) {
    return ops.relu(batchNorm(ops, name + ".norm", conv(ops, name, x, in, out, 3), out));
  }
}
