package dev.kiln.export.nets;

import static dev.kiln.export.ops.Layers.conv;
import static dev.kiln.export.ops.Layers.groupNorm;

import dev.kiln.export.ops.Ops;
import java.util.List;
import java.util.Map;

/**
 * A variational autoencoder for small square images whose latent is a smaller image: the first
 * stage of latent diffusion (Rombach et al. 2022, arXiv 2112.10752, section 3.1).
 *
 * <pre>
 *   x [N, C, 28, 28] -> down [N, 2w, 7, 7] -> mean, log variance [N, c, 7, 7]
 *   z [N, c, 7, 7] -> [N, 2w, 7, 7] -> up [N, C, 28, 28]
 * </pre>
 *
 * @param imageChannels colour channels of the image
 * @param size height and width; a multiple of 4
 * @param channels of the latent
 * @param width channels at half size, a multiple of 8; twice as many at a quarter
 */
public record SpatialVae(long imageChannels, long size, long channels, long width)
    implements VariationalPair {
  private static final long GROUPS = 8;

  public SpatialVae {
    Pyramid.quarter(size);
  }

  /** The networks for images of a size. */
  public static SpatialVae forImages(int channels, int size) {
    return new SpatialVae(channels, size, 4, 32);
  }

  @Override
  public List<Long> sampleShape() {
    return List.of(imageChannels, size, size);
  }

  @Override
  public List<Long> latentShape() {
    return List.of(channels, Pyramid.quarter(size), Pyramid.quarter(size));
  }

  @Override
  public Map<String, Integer> conditions() {
    return Map.of();
  }

  @Override
  public <T> List<T> encode(Ops<T> ops, T x, Map<String, T> conditions) {
    T h = Pyramid.down(ops, "encoder", x, imageChannels, width);
    h = ops.silu(groupNorm(ops, "encoder.norm", h, GROUPS, 2 * width));
    return List.of(
        conv(ops, "encoder.mean", h, 2 * width, channels, 1),
        conv(ops, "encoder.log_variance", h, 2 * width, channels, 1));
  }

  @Override
  public <T> T decode(Ops<T> ops, T z, Map<String, T> conditions) {
    T h = conv(ops, "decoder.start", z, channels, 2 * width, 3);
    return Pyramid.up(ops, "decoder", h, width, imageChannels);
  }
}
