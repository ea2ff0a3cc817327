package dev.kiln.export.nets;

import dev.kiln.export.ops.Ops;
import java.util.List;
import java.util.Map;

/**
 * The two networks of adversarial training (Goodfellow et al. 2014, arXiv 1406.2661): the generator
 * makes a sample of Gaussian noise, the discriminator scores how real a sample looks.
 */
public interface AdversarialPair {
  /** How many numbers the generator starts from. */
  long latent();

  /** The shape of one sample: an image is [channels, height, width]. */
  List<Long> sampleShape();

  /** The conditions that both networks take, each with how many classes it has; may be empty. */
  Map<String, Integer> conditions();

  /**
   * The generator's graph.
   *
   * @param z Gaussian noise, [N, latent]
   * @param conditions class indices, int64 [N], by name
   * @return samples, [N, ...], in [-1, 1]
   */
  <T> T generate(Ops<T> ops, T z, Map<String, T> conditions);

  /**
   * The discriminator's graph.
   *
   * @param x samples, [N, ...]
   * @param conditions class indices, int64 [N], by name
   * @return scores, [N, 1], without bounds, high for what looks real
   */
  <T> T score(Ops<T> ops, T x, Map<String, T> conditions);

  /** The generator as a network of its own, which is what ships. */
  default Network generator() {
    return new GanGenerator(this);
  }
}
