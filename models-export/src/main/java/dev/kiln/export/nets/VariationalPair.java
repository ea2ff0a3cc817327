package dev.kiln.export.nets;

import dev.kiln.export.ops.Ops;
import java.util.List;
import java.util.Map;

/**
 * The two networks of a variational autoencoder (Kingma and Welling 2014, arXiv 1312.6114): the
 * encoder tells which latents a sample may have come from, the decoder makes a sample of a latent.
 * Their parameters have different names, so that one set of weights holds both.
 */
public interface VariationalPair {
  /** The shape of one sample: an image is [channels, height, width]. */
  List<Long> sampleShape();

  /** The shape of one latent: [numbers], or [channels, height, width]. */
  List<Long> latentShape();

  /** The conditions that both networks take, each with how many classes it has; may be empty. */
  Map<String, Integer> conditions();

  /**
   * The encoder's graph.
   *
   * @param x samples, [N, ...], about in [-1, 1]
   * @param conditions class indices, int64 [N], by name
   * @return the mean of q(z | x) and the logarithm of its variance, both [N, ...]
   */
  <T> List<T> encode(Ops<T> ops, T x, Map<String, T> conditions);

  /**
   * The decoder's graph up to its last activation.
   *
   * @param z latents, [N, ...]
   * @param conditions class indices, int64 [N], by name
   * @return h, [N, ...] without bounds; the sample is tanh(h)
   */
  <T> T decode(Ops<T> ops, T z, Map<String, T> conditions);
}
