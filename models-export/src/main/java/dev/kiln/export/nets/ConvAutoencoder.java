package dev.kiln.export.nets;

import static dev.kiln.export.ops.Layers.embedding;

import dev.kiln.export.ops.Ops;
import java.util.List;
import java.util.Map;

/**
 * An autoencoder for small square images: a corrupted picture to a restored one. With classes, it
 * is told what the picture shows.
 *
 * <pre>
 *   x [N, C, 28, 28] -> down [N, 2w, 7, 7], plus the class -> up -> tanh -> restored
 * </pre>
 *
 * @param imageChannels colour channels of the image
 * @param size height and width; a multiple of 4
 * @param classes how many classes; 0 for a network that takes no class
 * @param width channels at half size, a multiple of 8; twice as many at a quarter
 */
public record ConvAutoencoder(long imageChannels, long size, int classes, long width)
    implements Restorer {
  private static final String LABEL = "label";

  public ConvAutoencoder {
    Pyramid.quarter(size);
  }

  /** The network for images of a size. */
  public static ConvAutoencoder forImages(int channels, int size, int classes) {
    return new ConvAutoencoder(channels, size, classes, 32);
  }

  @Override
  public List<Long> sampleShape() {
    return List.of(imageChannels, size, size);
  }

  @Override
  public Map<String, Integer> conditions() {
    return classes == 0 ? Map.of() : Map.of(LABEL, classes);
  }

  @Override
  public <T> T restore(Ops<T> ops, T x, Map<String, T> conditions) {
    T h = Pyramid.down(ops, "encoder", x, imageChannels, width);
    T label = conditions.get(LABEL);
    if (label != null) {
      T shift = embedding(ops, LABEL, label, classes, 2 * width);
      h = ops.add(h, ops.reshape(shift, 0, 2 * width, 1, 1));
    }
    return ops.tanh(Pyramid.up(ops, "decoder", h, width, imageChannels));
  }
}
