package dev.kiln.export.nets;

import static dev.kiln.export.ops.Layers.batchNorm;
import static dev.kiln.export.ops.Layers.conv;
import static dev.kiln.export.ops.Layers.convTranspose;
import static dev.kiln.export.ops.Layers.embedding;
import static dev.kiln.export.ops.Layers.groupNorm;
import static dev.kiln.export.ops.Layers.linear;

import dev.kiln.export.ops.Initializer;
import dev.kiln.export.ops.Ops;
import java.util.List;
import java.util.Map;

/**
 * The two networks of a DCGAN (Radford et al. 2016, arXiv 1511.06434) for small square images. With
 * classes, the generator starts from the class too, and the discriminator sees it by projection
 * (Miyato and Koyama 2018, arXiv 1802.05637).
 *
 * <pre>
 *   z [N, latent], with the class -> linear [N, 2w, 7, 7] -> double [N, w, 14, 14]
 *                                 -> double [N, C, 28, 28] -> tanh -> sample
 *   x [N, C, 28, 28] -> halve [N, w, 14, 14] -> halve -> features f [N, 2w, 7, 7]
 *                    -> score [N, 1] = linear(f) + f . embedding(class)
 * </pre>
 *
 * @param imageChannels colour channels of the image
 * @param size height and width; a multiple of 4
 * @param classes how many classes; 0 for networks that take no class
 * @param latent how many numbers the generator starts from
 * @param width channels at half size; twice as many at a quarter
 * @param critic true for the critic of a Wasserstein GAN, whose gradient is looked at sample by
 *     sample: layer norm instead of batch norm (Gulrajani et al. 2017, section 4)
 */
public record DcGan(
    long imageChannels, long size, int classes, long latent, long width, boolean critic)
    implements AdversarialPair {
  private static final String LABEL = "label";
  private static final long EMBEDDING = 32;
  private static final double SLOPE = 0.2;

  public DcGan {
    Pyramid.quarter(size);
  }

  /** The networks for images of a size, as the shipped digit generator has them. */
  public static DcGan forImages(int channels, int size, int classes) {
    return new DcGan(channels, size, classes, 64, 32, false);
  }

  /** The same with a critic instead of a discriminator. */
  public DcGan withCritic() {
    return new DcGan(imageChannels, size, classes, latent, width, true);
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
  public <T> T generate(Ops<T> ops, T z, Map<String, T> conditions) {
    long w = width;
    long quarter = Pyramid.quarter(size);
    T start = z;
    T label = conditions.get(LABEL);
    if (label != null) {
      start = ops.concat(1, List.of(z, embedding(ops, LABEL, label, classes, EMBEDDING)));
    }
    long inputs = label == null ? latent : latent + EMBEDDING;
    T h = linear(ops, "start", start, inputs, 2 * w * quarter * quarter);
    h = ops.reshape(h, 0, 2 * w, quarter, quarter);
    h = ops.relu(batchNorm(ops, "start.norm", h, 2 * w));
    h = convTranspose(ops, "half", h, 2 * w, w, 4, 2, 1);
    h = ops.relu(batchNorm(ops, "half.norm", h, w));
    return ops.tanh(convTranspose(ops, "full", h, w, imageChannels, 4, 2, 1));
  }

  @Override
  public <T> T score(Ops<T> ops, T x, Map<String, T> conditions) {
    long w = width;
    long pixels = 2 * w * Pyramid.quarter(size) * Pyramid.quarter(size);
    T h = ops.leakyRelu(conv(ops, "half", x, imageChannels, w, 4, 2, 1), SLOPE);
    h = norm(ops, "quarter.norm", conv(ops, "quarter", h, w, 2 * w, 4, 2, 1), 2 * w);
    h = ops.reshape(ops.leakyRelu(h, SLOPE), 0, pixels);
    T score = linear(ops, "score", h, pixels, 1);
    T label = conditions.get(LABEL);
    if (label == null) {
      return score;
    }
    T table = ops.parameter("label.weight", Initializer.normal(0.02), classes, pixels);
    T match = ops.mean(ops.multiply(h, ops.embedding(label, table)), true, 1);
    return ops.add(score, ops.scale(match, (double) pixels));
  }

  /** Group norm with one group is layer norm over channels and pixels. */
  private <T> T norm(Ops<T> ops, String name, T x, long channels) {
    return critic ? groupNorm(ops, name, x, 1, channels) : batchNorm(ops, name, x, channels);
  }
}
