package dev.kiln.export.nets;

import static dev.kiln.export.ops.Layers.batchNorm;
import static dev.kiln.export.ops.Layers.conv;
import static dev.kiln.export.ops.Layers.convTranspose;
import static dev.kiln.export.ops.Layers.embedding;
import static dev.kiln.export.ops.Layers.linear;

import dev.kiln.export.ops.Initializer;
import dev.kiln.export.ops.Ops;
import java.util.List;

/**
 * The two networks of a class-conditional DCGAN (Radford et al. 2016, arXiv 1511.06434) for small
 * square images. The discriminator sees the class by projection (Miyato and Koyama 2018, arXiv
 * 1802.05637).
 *
 * @param imageChannels colour channels of the image
 * @param size height and width; a multiple of 4
 * @param classes how many classes
 * @param latent how many numbers the generator starts from
 * @param width channels of the generator at half size; twice as many at a quarter, half as many in
 *     the discriminator
 */
public record DcGan(long imageChannels, long size, int classes, long latent, long width) {
  private static final double SLOPE = 0.2;

  public DcGan {
    if (size % 4 != 0) {
      throw new IllegalArgumentException("the image size must be a multiple of 4, was " + size);
    }
  }

  /** The networks for images of a size, as the shipped digit generator has them. */
  public static DcGan forImages(int channels, int size, int classes) {
    return new DcGan(channels, size, classes, 64, 32);
  }

  /** Noise and a class to an image. */
  public Generator generator() {
    return new Generator(this);
  }

  /** An image and a class to how real it looks. */
  public Discriminator discriminator() {
    return new Discriminator(this);
  }

  /**
   * The generator, which is what ships.
   *
   * <pre>
   *   z [N, latent], label [N] -> linear [N, 2w, 7, 7] -> double [N, w, 14, 14]
   *                            -> double [N, C, 28, 28] -> tanh -> sample
   * </pre>
   *
   * @param sizes what it shares with its discriminator
   */
  public record Generator(DcGan sizes) implements Network {
    private static final long LABEL = 32;

    @Override
    public List<Port> inputs() {
      return List.of(Port.numbers("z", sizes.latent), Port.index("label", sizes.classes));
    }

    @Override
    public Port output() {
      return Port.numbers("sample", sizes.imageChannels, sizes.size, sizes.size);
    }

    @Override
    public <T> T apply(Ops<T> ops, List<T> inputs) {
      return apply(ops, inputs.get(0), inputs.get(1));
    }

    /** z [N, latent] Gaussian, label [N] (int64); the sample is in [-1, 1]. */
    public <T> T apply(Ops<T> ops, T z, T label) {
      long w = sizes.width;
      long quarter = sizes.size / 4;
      T start = ops.concat(1, List.of(z, embedding(ops, "label", label, sizes.classes, LABEL)));
      T h = linear(ops, "start", start, sizes.latent + LABEL, 2 * w * quarter * quarter);
      h = ops.reshape(h, 0, 2 * w, quarter, quarter);
      h = ops.relu(batchNorm(ops, "start.norm", h, 2 * w));
      h = convTranspose(ops, "half", h, 2 * w, w, 4, 2, 1);
      h = ops.relu(batchNorm(ops, "half.norm", h, w));
      return ops.tanh(convTranspose(ops, "full", h, w, sizes.imageChannels, 4, 2, 1));
    }
  }

  /**
   * The discriminator, which only training needs.
   *
   * <pre>
   *   x [N, C, 28, 28] -> halve [N, w, 14, 14] -> halve -> features f [N, 2w, 7, 7]
   *   score [N] = linear(f) + f . embedding(label)
   * </pre>
   *
   * @param sizes what it shares with its generator
   */
  public record Discriminator(DcGan sizes) implements Network {
    @Override
    public List<Port> inputs() {
      return List.of(
          Port.numbers("x", sizes.imageChannels, sizes.size, sizes.size),
          Port.index("label", sizes.classes));
    }

    @Override
    public Port output() {
      return Port.numbers("score", 1);
    }

    @Override
    public <T> T apply(Ops<T> ops, List<T> inputs) {
      return apply(ops, inputs.get(0), inputs.get(1));
    }

    /**
     * x [N, C, H, W] in [-1, 1], label [N] (int64); the score [N, 1] is high for what looks real.
     */
    public <T> T apply(Ops<T> ops, T x, T label) {
      long w = sizes.width;
      long pixels = 2 * w * (sizes.size / 4) * (sizes.size / 4);
      T h = ops.leakyRelu(conv(ops, "half", x, sizes.imageChannels, w, 4, 2, 1), SLOPE);
      h = batchNorm(ops, "quarter.norm", conv(ops, "quarter", h, w, 2 * w, 4, 2, 1), 2 * w);
      h = ops.leakyRelu(h, SLOPE);
      h = ops.reshape(h, 0, pixels);
      T score = linear(ops, "score", h, pixels, 1);
      T table = ops.parameter("label.weight", Initializer.normal(0.02), sizes.classes, pixels);
      T match = ops.mean(ops.multiply(h, ops.embedding(label, table)), true, 1);
      return ops.add(score, ops.scale(match, (double) pixels));
    }
  }
}
