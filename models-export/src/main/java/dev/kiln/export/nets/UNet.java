package dev.kiln.export.nets;

import static dev.kiln.export.ops.Layers.conv;
import static dev.kiln.export.ops.Layers.convTranspose;
import static dev.kiln.export.ops.Layers.embedding;
import static dev.kiln.export.ops.Layers.groupNorm;
import static dev.kiln.export.ops.Layers.linear;
import static dev.kiln.export.ops.Layers.zeroConv;

import dev.kiln.export.ops.Ops;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * UNet for small square images, with classes or without: the denoiser of Ho et al. 2020 (arXiv
 * 2006.11239), appendix B, made small.
 *
 * <pre>
 *   x [N, 1, 28, 28] -> in -> down0 ----------------------------> up0 -> out -> v [N, 1, 28, 28]
 *                               | halve                             | double
 *                             down1 (14 x 14) ------------> up1 (14 x 14)
 *                               | halve                       | double
 *                             down2 (7 x 7) -> mid -> up2 (7 x 7)
 *   t [N], label [N] -> embedding, added in every block; mid = block, self-attention, block
 * </pre>
 *
 * @param imageChannels colour channels of the image
 * @param size height and width; a multiple of 4
 * @param classes how many classes; the index {@code classes} means "no class" for classifier-free
 *     guidance; with none there is no input for the label
 * @param narrow channels at full size
 * @param wide channels at half and quarter size
 */
public record UNet(long imageChannels, long size, int classes, long narrow, long wide)
    implements Denoiser {
  private static final String LABEL = "label";
  private static final long GROUPS = 8;
  private static final long HEADS = 4;
  private static final int FREQUENCIES = 32;
  private static final long EMBEDDING = 128;

  public UNet {
    if (size % 4 != 0) {
      throw new IllegalArgumentException("the image size must be a multiple of 4, was " + size);
    }
  }

  /** The network of the shipped digit generators, for images of any such size. */
  public static UNet forImages(int channels, int size, int classes) {
    return new UNet(channels, size, classes, 32, 48);
  }

  /** The label that stands for "no class". */
  public int nullLabel() {
    return classes;
  }

  @Override
  public List<Port> inputs() {
    Port x = Port.numbers("x", imageChannels, size, size);
    Port t = Port.time("t", 999);
    return classes == 0 ? List.of(x, t) : List.of(x, t, Port.index(LABEL, classes + 1));
  }

  @Override
  public Port output() {
    return Port.numbers("v", imageChannels, size, size);
  }

  @Override
  public List<Long> sampleShape() {
    return List.of(imageChannels, size, size);
  }

  @Override
  public Map<String, List<Long>> nothing() {
    return classes == 0 ? Map.of() : Map.of(LABEL, List.of((long) nullLabel()));
  }

  @Override
  public <T> T denoise(Ops<T> ops, T x, T time, Map<String, T> conditions) {
    T e = time(ops, time);
    if (classes > 0) {
      T label = Objects.requireNonNull(conditions.get(LABEL), LABEL);
      e = ops.add(e, embedding(ops, LABEL, label, classes + 1L, EMBEDDING));
    }
    return denoise(ops, x, ops.silu(e));
  }

  @Override
  public <T> T apply(Ops<T> ops, List<T> inputs) {
    return denoise(
        ops, inputs.get(0), inputs.get(1), classes == 0 ? Map.of() : Map.of(LABEL, inputs.get(2)));
  }

  /** x [N, C, H, W] and what is known of it, [N, EMBEDDING]; the result has the shape of x. */
  private <T> T denoise(Ops<T> ops, T x, T e) {
    T down0 = conv(ops, "in", x, imageChannels, narrow, 3);
    T down1 = block(ops, "down1", halve(ops, "halve0", down0, narrow, wide), e, wide, wide);
    T down2 = halve(ops, "halve1", down1, wide, wide);

    T mid = block(ops, "mid.block0", down2, e, wide, wide);
    mid = attention(ops, "mid.attention", mid, wide, size / 4);
    mid = block(ops, "mid.block1", mid, e, wide, wide);

    T up2 = block(ops, "up2", ops.concat(1, List.of(mid, down2)), e, 2 * wide, wide);
    T up1 = convTranspose(ops, "double1", up2, wide, wide, 2, 2, 0);
    up1 = block(ops, "up1", ops.concat(1, List.of(up1, down1)), e, 2 * wide, wide);
    T up0 = convTranspose(ops, "double0", up1, wide, narrow, 2, 2, 0);
    up0 = block(ops, "up0", ops.concat(1, List.of(up0, down0)), e, 2 * narrow, narrow);

    T out = ops.silu(groupNorm(ops, "out.norm", up0, GROUPS, narrow));
    return zeroConv(ops, "out.conv", out, narrow, imageChannels, 3);
  }

  /**
   * Sinusoids of the timestep (Vaswani et al. 2017), then two linear layers: [N] to [N, EMBEDDING].
   */
  private static <T> T time(Ops<T> ops, T timestep) {
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
  private static <T> T block(Ops<T> ops, String name, T x, T embedding, long in, long out) {
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

  private static <T> T halve(Ops<T> ops, String name, T x, long in, long out) {
    return conv(ops, name, x, in, out, 3, 2, 1);
  }

  /** Self-attention over the pixels, with several heads, added to its input. */
  private static <T> T attention(Ops<T> ops, String name, T x, long channels, long size) {
    long width = channels / HEADS;
    T normal = groupNorm(ops, name + ".norm", x, GROUPS, channels);
    T query =
        ops.reshape(conv(ops, name + ".query", normal, channels, channels, 1), 0, HEADS, width, -1);
    T key =
        ops.reshape(conv(ops, name + ".key", normal, channels, channels, 1), 0, HEADS, width, -1);
    T value =
        ops.reshape(conv(ops, name + ".value", normal, channels, channels, 1), 0, HEADS, width, -1);
    T scores = ops.matmul(ops.transpose(query, 0, 1, 3, 2), key);
    T weights = ops.softmax(ops.scale(scores, 1 / Math.sqrt((double) width)), 3);
    T mixed = ops.matmul(value, ops.transpose(weights, 0, 1, 3, 2));
    T image = ops.reshape(mixed, 0, channels, size, size);
    return ops.add(x, zeroConv(ops, name + ".out", image, channels, channels, 1));
  }
}
