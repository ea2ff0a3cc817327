package dev.kiln.export.export;

import dev.kiln.export.nets.Restorer;
import dev.kiln.export.nets.VaeDecoder;
import dev.kiln.generation.card.Defaults;
import dev.kiln.generation.card.GeneratorCard;
import dev.kiln.generation.card.Score;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The cards of generators that are parts of autoencoders. */
public final class AutoencoderCards {
  /** The decoder's file, which samples. */
  public static final String DECODER = "decoder.onnx";

  /** The encoder's file, which is kept beside the decoder and of which no stage makes use. */
  public static final String ENCODER = "encoder.onnx";

  /** A denoising autoencoder's file. */
  public static final String RESTORER = "autoencoder.onnx";

  private AutoencoderCards() {}

  /**
   * The decoder of a variational autoencoder.
   *
   * @param scores its evidence lower bound
   */
  public static GeneratorCard vae(CardSubject subject, VaeDecoder decoder, List<Score> scores) {
    CardSubject taking = subject.taking(decoder.pair().conditions().keySet());
    return taking.card(
        "vae",
        taking.samples() + " in one step by the decoder of a variational autoencoder.",
        List.of(SingleShotStage.fromNoise(DECODER, decoder)),
        new Defaults("direct", 1, 1.0),
        1,
        scores);
  }

  /** A denoising autoencoder, which takes a request's picture and gives it back restored. */
  public static GeneratorCard restorer(CardSubject subject, Restorer network) {
    CardSubject taking = subject.taking(network.conditions().keySet());
    return taking.card(
        "autoencoder",
        "Takes a corrupted picture and gives it back restored, by a denoising autoencoder.",
        SingleShotStage.fromState(RESTORER, network),
        new Defaults("direct", 1, 1.0),
        1);
  }

  /**
   * The scores of an evidence lower bound, in nats per sample: the bound and its two terms.
   *
   * @param samples on how many samples that were not learned from
   */
  public static List<Score> bound(
      double reconstruction, double divergence, int samples, long seed) {
    return List.of(
        nats("elbo", reconstruction - divergence, samples, seed),
        nats("elbo-reconstruction", reconstruction, samples, seed),
        nats("elbo-divergence", divergence, samples, seed));
  }

  private static Score nats(String name, double value, int samples, @Nullable Long seed) {
    return new Score(name, value, samples, null, null, null, seed, "held-out samples, nats", null);
  }
}
