package dev.kiln.export.nets;

import static dev.kiln.export.ops.Layers.conv;
import static dev.kiln.export.ops.Layers.groupNorm;
import static dev.kiln.export.ops.Layers.linear;
import static dev.kiln.export.ops.Layers.zeroConv;

import dev.kiln.export.ops.Ops;
import java.util.List;

/** What UNets are built of. */
final class Blocks {
  /** Groups of each group normalisation. */
  static final long GROUPS = 8;

  /** The width of the embedding of time and condition that every block is given. */
  static final long EMBEDDING = 128;

  private static final long HEADS = 4;
  private static final int FREQUENCIES = 32;

  private Blocks() {}

  /**
   * Sinusoids of the timestep (Vaswani et al. 2017), then two linear layers: [N] to [N, EMBEDDING].
   */
  static <T> T time(Ops<T> ops, T timestep) {
    float[] frequencies = new float[FREQUENCIES];
    for (int i = 0; i < FREQUENCIES; i++) {
      frequencies[i] = (float) Math.exp(-Math.log(10_000) * i / FREQUENCIES);
    }
    T angles =
        ops.multiply(ops.reshape(timestep, -1, 1), ops.constant(frequencies, 1, FREQUENCIES));
    T waves = ops.concat(1, List.of(ops.sin(angles), ops.cos(angles)));
    T hidden = ops.silu(linear(ops, "time.0", waves, 2L * FREQUENCIES, EMBEDDING));
    return linear(ops, "time.1", hidden, EMBEDDING, EMBEDDING);
  }

  /**
   * Residual block: two normalised convolutions, the embedding added between them, and the input
   * added at the end.
   */
  static <T> T block(Ops<T> ops, String name, T x, T embedding, long in, long out) {
    T h =
        conv(
            ops,
            name + ".conv0",
            ops.silu(groupNorm(ops, name + ".norm0", x, GROUPS, in)),
            in,
            out,
            3);
    T shift = linear(ops, name + ".embedding", embedding, EMBEDDING, out);
    h = ops.add(h, ops.reshape(shift, 0, out, 1, 1));
    h =
        zeroConv(
            ops,
            name + ".conv1",
            ops.silu(groupNorm(ops, name + ".norm1", h, GROUPS, out)),
            out,
            out,
            3);
    return ops.add(in == out ? x : conv(ops, name + ".skip", x, in, out, 1), h);
  }

  static <T> T halve(Ops<T> ops, String name, T x, long in, long out) {
    return conv(ops, name, x, in, out, 3, 2, 1);
  }

  /**
   * Self-attention over the pixels (Vaswani et al. 2017), with several heads, added to its input.
   */
  static <T> T selfAttention(Ops<T> ops, String name, T x, long channels, long size) {
    T normal = groupNorm(ops, name + ".norm", x, GROUPS, channels);
    T query = heads(ops, conv(ops, name + ".query", normal, channels, channels, 1), channels);
    T key = heads(ops, conv(ops, name + ".key", normal, channels, channels, 1), channels);
    T value = heads(ops, conv(ops, name + ".value", normal, channels, channels, 1), channels);
    T image = ops.reshape(attend(ops, query, key, value, channels), 0, channels, size, size);
    return ops.add(x, zeroConv(ops, name + ".out", image, channels, channels, 1));
  }

  /**
   * Cross-attention (Rombach et al. 2022, arXiv 2112.10752, section 3.3), added to its input: each
   * pixel looks at all places of a text.
   *
   * @param text [N, L, width]
   */
  static <T> T crossAttention(
      Ops<T> ops, String name, T x, T text, long channels, long size, long length, long width) {
    T normal = groupNorm(ops, name + ".norm", x, GROUPS, channels);
    T query = heads(ops, conv(ops, name + ".query", normal, channels, channels, 1), channels);
    T words = ops.reshape(text, -1, width);
    T key = words(ops, linear(ops, name + ".key", words, width, channels), length, channels);
    T value = words(ops, linear(ops, name + ".value", words, width, channels), length, channels);
    T image = ops.reshape(attend(ops, query, key, value, channels), 0, channels, size, size);
    return ops.add(x, zeroConv(ops, name + ".out", image, channels, channels, 1));
  }

  /** [N, C, H, W] to [N, HEADS, C / HEADS, H W]. */
  private static <T> T heads(Ops<T> ops, T image, long channels) {
    return ops.reshape(image, 0, HEADS, channels / HEADS, -1);
  }

  /** [N L, C] to [N, HEADS, C / HEADS, L]. */
  private static <T> T words(Ops<T> ops, T rows, long length, long channels) {
    T split = ops.reshape(rows, -1, length, HEADS, channels / HEADS);
    return ops.transpose(split, 0, 2, 3, 1);
  }

  /**
   * For each place of the query the mean of the values, weighted by how well their keys fit; all
   * are [N, HEADS, C / HEADS, places].
   */
  private static <T> T attend(Ops<T> ops, T query, T key, T value, long channels) {
    T scores = ops.matmul(ops.transpose(query, 0, 1, 3, 2), key);
    double scale = 1 / Math.sqrt((double) channels / HEADS);
    T weights = ops.softmax(ops.scale(scores, scale), 3);
    return ops.matmul(value, ops.transpose(weights, 0, 1, 3, 2));
  }
}
