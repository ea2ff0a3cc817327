package dev.kiln.export.nets;

import static dev.kiln.export.ops.Layers.conv1d;
import static dev.kiln.export.ops.Layers.embedding;
import static dev.kiln.export.ops.Layers.groupNorm;
import static dev.kiln.export.ops.Layers.linear;

import dev.kiln.export.ops.Convolution;
import dev.kiln.export.ops.Initializer;
import dev.kiln.export.ops.Ops;
import java.util.List;

/**
 * A small transformer encoder (Vaswani et al. 2017, arXiv 1706.03762; normalised before each part,
 * as in Xiong et al. 2020): from a prompt's tokens to one vector for each place.
 *
 * <pre>
 *   tokens [N, L] -> embedding + position -> layers of (phrases, self-attention, perceptron) -> norm -> text [N, L, W]
 * </pre>
 *
 * <p>Padding takes part as a token of its own, as in the text encoder of Stable Diffusion.
 *
 * @param tokens how many different tokens there are
 * @param length how many tokens a prompt has, padding included
 * @param width of the vectors; a multiple of 4
 * @param layers how many layers
 */
public record TextEncoder(int tokens, int length, long width, int layers) implements Network {
  private static final long HEADS = 4;
  private static final long WIDER = 2;
  private static final long NEIGHBOURS = 5;

  public TextEncoder {
    if (width % HEADS != 0) {
      throw new IllegalArgumentException(
          "the width of a text encoder must be a multiple of " + HEADS + ", was " + width);
    }
  }

  @Override
  public List<Port> inputs() {
    return List.of(Port.indices("tokens", tokens, length));
  }

  @Override
  public Port output() {
    return Port.numbers("text", length, width);
  }

  @Override
  public <T> T apply(Ops<T> ops, List<T> inputs) {
    return encode(ops, inputs.get(0));
  }

  /** tokens [N, L] (int64) to text [N, L, width]. */
  public <T> T encode(Ops<T> ops, T prompt) {
    T words = embedding(ops, "text.token", prompt, tokens, width);
    T h = ops.add(words, ops.parameter("text.position", Initializer.normal(0.3), length, width));
    h = ops.reshape(h, -1, width);
    for (int i = 0; i < layers; i++) {
      String name = "text.layer" + i;
      h = ops.add(h, phrases(ops, name + ".phrases", h));
      h = ops.add(h, attention(ops, name + ".attention", norm(ops, name + ".norm0", h)));
      h = ops.add(h, perceptron(ops, name + ".perceptron", norm(ops, name + ".norm1", h)));
    }
    return ops.reshape(norm(ops, "text.norm", h), -1, length, width);
  }

  /** Layer normalisation (Ba et al. 2016) of rows [N L, width]: group norm with a single group. */
  private <T> T norm(Ops<T> ops, String name, T rows) {
    T spread = ops.reshape(rows, 0, width, 1, 1);
    return ops.reshape(groupNorm(ops, name, spread, 1, width), 0, width);
  }

  private <T> T attention(Ops<T> ops, String name, T rows) {
    T query = ops.transpose(heads(ops, name + ".query", rows), 0, 2, 1, 3);
    T key = ops.transpose(heads(ops, name + ".key", rows), 0, 2, 3, 1);
    T value = ops.transpose(heads(ops, name + ".value", rows), 0, 2, 1, 3);
    double scale = 1 / Math.sqrt((double) width / HEADS);
    T weights = ops.softmax(ops.scale(ops.matmul(query, key), scale), 3);
    T mixed = ops.transpose(ops.matmul(weights, value), 0, 2, 1, 3);
    return linear(ops, name + ".out", ops.reshape(mixed, -1, width), width, width);
  }

  /** [N L, width] to [N, L, HEADS, width / HEADS]. */
  private <T> T heads(Ops<T> ops, String name, T rows) {
    T mapped = linear(ops, name, rows, width, width);
    return ops.reshape(mapped, -1, length, HEADS, width / HEADS);
  }

  /**
   * Each place mixed with its neighbours, as in the Conformer (Gulati et al. 2020, arXiv
   * 2005.08100): which adjectives belong to which noun, and which nouns to a preposition, is mostly
   * a matter of standing beside it.
   */
  private <T> T phrases(Ops<T> ops, String name, T rows) {
    T places = ops.reshape(norm(ops, name + ".norm", rows), -1, length, width);
    T mixed =
        conv1d(
            ops,
            name + ".conv",
            ops.transpose(places, 0, 2, 1),
            width,
            width,
            NEIGHBOURS,
            Convolution.same(NEIGHBOURS));
    T hidden = ops.silu(ops.reshape(ops.transpose(mixed, 0, 2, 1), -1, width));
    Initializer zero = Initializer.constant(0);
    return ops.linear(
        hidden,
        ops.parameter(name + ".out.weight", zero, width, width),
        ops.parameter(name + ".out.bias", zero, width));
  }

  private <T> T perceptron(Ops<T> ops, String name, T rows) {
    T hidden = ops.silu(linear(ops, name + ".0", rows, width, WIDER * width));
    return linear(ops, name + ".1", hidden, WIDER * width, width);
  }
}
