package dev.kiln.export.nets;

import dev.kiln.export.ops.Ops;
import java.util.List;
import java.util.Map;

/**
 * A network that diffusion, score, flow and consistency recipes train: from a noised sample, how
 * noisy it is, and conditions, it predicts something of the sample's shape.
 */
public interface Denoiser extends Network {
  /** The shape of one sample: an image is [channels, height, width], a table row [width]. */
  List<Long> sampleShape();

  /**
   * The conditions that it takes, by name, each with the whole numbers that stand for "no
   * condition"; empty for an unconditional network. A recipe puts them in place of some samples'
   * conditions, so that the network can be guided (Ho and Salimans 2022, arXiv 2207.12598).
   */
  Map<String, List<Long>> nothing();

  /**
   * The network's graph.
   *
   * @param x noised samples, [N, ...]
   * @param time how noisy each is, [N], on the scale that the recipe uses
   * @param conditions int64, by name: [N] where a condition is one number, else [N, L]
   * @return the prediction, shaped as x
   */
  <T> T denoise(Ops<T> ops, T x, T time, Map<String, T> conditions);
}
