package dev.kiln.export.nets;

import static dev.kiln.export.nets.Blocks.EMBEDDING;
import static dev.kiln.export.nets.Blocks.GROUPS;
import static dev.kiln.export.nets.Blocks.block;
import static dev.kiln.export.nets.Blocks.selfAttention;
import static dev.kiln.export.nets.Blocks.time;
import static dev.kiln.export.ops.Layers.conv;
import static dev.kiln.export.ops.Layers.embedding;
import static dev.kiln.export.ops.Layers.groupNorm;
import static dev.kiln.export.ops.Layers.zeroConv;

import dev.kiln.export.ops.Ops;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A denoiser for the latents of small images (Rombach et al. 2022, arXiv 2112.10752), which are too
 * small to be halved again: residual blocks at one size, with self-attention between them.
 *
 * <pre>
 *   x [N, c, 7, 7] -> in -> block, block -> self-attention -> block, block -> out -> [N, c, 7, 7]
 *   t [N], label [N] -> embedding, added in every block
 * </pre>
 *
 * @param channels of a latent
 * @param size a latent's height and width
 * @param classes how many classes; the index {@code classes} means "no class"; 0 for a network that
 *     takes no class
 * @param width channels of every block, a multiple of 8
 */
public record LatentDenoiser(long channels, long size, int classes, long width)
    implements Denoiser {
  private static final String LABEL = "label";

  /** The network for the latents of an autoencoder. */
  public static LatentDenoiser of(SpatialVae autoencoder, int classes, long width) {
    return new LatentDenoiser(
        autoencoder.channels(), autoencoder.latentShape().get(1), classes, width);
  }

  @Override
  public List<Port> inputs() {
    List<Port> ports = new ArrayList<>();
    ports.add(Port.numbers("x", channels, size, size));
    ports.add(Port.time("t", 999));
    if (classes > 0) {
      ports.add(Port.index(LABEL, classes + 1));
    }
    return List.copyOf(ports);
  }

  @Override
  public Port output() {
    return Port.numbers("v", channels, size, size);
  }

  @Override
  public List<Long> sampleShape() {
    return List.of(channels, size, size);
  }

  @Override
  public Map<String, List<Long>> nothing() {
    return classes == 0 ? Map.of() : Map.of(LABEL, List.of((long) classes));
  }

  @Override
  public <T> T apply(Ops<T> ops, List<T> inputs) {
    Map<String, T> conditions = classes == 0 ? Map.of() : Map.of(LABEL, inputs.get(2));
    return denoise(ops, inputs.get(0), inputs.get(1), conditions);
  }

  @Override
  public <T> T denoise(Ops<T> ops, T x, T time, Map<String, T> conditions) {
    T e = time(ops, time);
    T label = conditions.get(LABEL);
    if (label != null) {
      e = ops.add(e, embedding(ops, LABEL, label, classes + 1L, EMBEDDING));
    }
    e = ops.silu(e);
    T h = conv(ops, "in", x, channels, width, 3);
    h = block(ops, "block0", h, e, width, width);
    h = block(ops, "block1", h, e, width, width);
    h = selfAttention(ops, "attention", h, width, size);
    h = block(ops, "block2", h, e, width, width);
    h = block(ops, "block3", h, e, width, width);
    h = ops.silu(groupNorm(ops, "out.norm", h, GROUPS, width));
    return zeroConv(ops, "out.conv", h, width, channels, 3);
  }
}
