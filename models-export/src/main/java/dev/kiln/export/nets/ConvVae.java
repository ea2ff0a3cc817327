package dev.kiln.export.nets;

import static dev.kiln.export.ops.Layers.embedding;
import static dev.kiln.export.ops.Layers.linear;

import dev.kiln.export.ops.Ops;
import java.util.List;
import java.util.Map;

/**
 * A variational autoencoder for small square images whose latent is one vector (Kingma and Welling
 * 2014, arXiv 1312.6114); with classes, both networks see the class (Sohn et al. 2015).
 *
 * <pre>
 *   x [N, C, 28, 28] -> down [N, 2w, 7, 7] -> linear, with the class -> mean, log variance [N, latent]
 *   z [N, latent], with the class -> linear [N, 2w, 7, 7] -> up [N, C, 28, 28]
 * </pre>
 *
 * @param imageChannels colour channels of the image
 * @param size height and width; a multiple of 4
 * @param classes how many classes; 0 for a network that takes no class
 * @param latent how many numbers a latent has
 * @param width channels at half size, a multiple of 8; twice as many at a quarter
 */
public record ConvVae(long imageChannels, long size, int classes, long latent, long width)
    implements VariationalPair {
  private static final String LABEL = "label";
  private static final long EMBEDDING = 32;
  private static final long HIDDEN = 256;

  public ConvVae {
    Pyramid.quarter(size);
  }

  /** The networks for images of a size. */
  public static ConvVae forImages(int channels, int size, int classes) {
    return new ConvVae(channels, size, classes, 24, 32);
  }

  @Override
  public List<Long> sampleShape() {
    return List.of(imageChannels, size, size);
  }

  @Override
  public List<Long> latentShape() {
    return List.of(latent);
  }

  @Override
  public Map<String, Integer> conditions() {
    return classes == 0 ? Map.of() : Map.of(LABEL, classes);
  }

  @Override
  public <T> List<T> encode(Ops<T> ops, T x, Map<String, T> conditions) {
    T h = ops.silu(Pyramid.down(ops, "encoder", x, imageChannels, width));
    h = withClass(ops, "encoder", ops.reshape(h, 0, cells()), conditions);
    h = ops.silu(linear(ops, "encoder.hidden", h, cells() + classWidth(), HIDDEN));
    return List.of(
        linear(ops, "encoder.mean", h, HIDDEN, latent),
        linear(ops, "encoder.log_variance", h, HIDDEN, latent));
  }

  @Override
  public <T> T decode(Ops<T> ops, T z, Map<String, T> conditions) {
    T h = withClass(ops, "decoder", z, conditions);
    h = ops.silu(linear(ops, "decoder.hidden", h, latent + classWidth(), HIDDEN));
    h = linear(ops, "decoder.start", h, HIDDEN, cells());
    h = ops.reshape(h, 0, 2 * width, Pyramid.quarter(size), Pyramid.quarter(size));
    return Pyramid.up(ops, "decoder", h, width, imageChannels);
  }

  private <T> T withClass(Ops<T> ops, String name, T h, Map<String, T> conditions) {
    T label = conditions.get(LABEL);
    return label == null
        ? h
        : ops.concat(1, List.of(h, embedding(ops, name + ".label", label, classes, EMBEDDING)));
  }

  private long classWidth() {
    return classes == 0 ? 0 : EMBEDDING;
  }

  private long cells() {
    return 2 * width * Pyramid.quarter(size) * Pyramid.quarter(size);
  }
}
