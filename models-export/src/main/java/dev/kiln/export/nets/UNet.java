package dev.kiln.export.nets;

import static dev.kiln.export.nets.Blocks.EMBEDDING;
import static dev.kiln.export.nets.Blocks.GROUPS;
import static dev.kiln.export.nets.Blocks.block;
import static dev.kiln.export.nets.Blocks.halve;
import static dev.kiln.export.nets.Blocks.selfAttention;
import static dev.kiln.export.nets.Blocks.time;
import static dev.kiln.export.ops.Layers.conv;
import static dev.kiln.export.ops.Layers.convTranspose;
import static dev.kiln.export.ops.Layers.embedding;
import static dev.kiln.export.ops.Layers.groupNorm;
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
    mid = selfAttention(ops, "mid.attention", mid, wide, size / 4);
    mid = block(ops, "mid.block1", mid, e, wide, wide);

    T up2 = block(ops, "up2", ops.concat(1, List.of(mid, down2)), e, 2 * wide, wide);
    T up1 = convTranspose(ops, "double1", up2, wide, wide, 2, 2, 0);
    up1 = block(ops, "up1", ops.concat(1, List.of(up1, down1)), e, 2 * wide, wide);
    T up0 = convTranspose(ops, "double0", up1, wide, narrow, 2, 2, 0);
    up0 = block(ops, "up0", ops.concat(1, List.of(up0, down0)), e, 2 * narrow, narrow);

    T out = ops.silu(groupNorm(ops, "out.norm", up0, GROUPS, narrow));
    return zeroConv(ops, "out.conv", out, narrow, imageChannels, 3);
  }
}
