package dev.kiln.export.recipe;

import dev.kiln.export.nets.Denoiser;
import dev.kiln.export.nets.VaeDecoder;
import dev.kiln.export.nets.VaeEncoder;
import dev.kiln.export.nets.VariationalPair;
import dev.kiln.export.ops.ParameterValue;
import dev.kiln.export.ops.torch.Tensors;
import dev.kiln.export.ops.torch.TorchOps;
import dev.kiln.export.ops.torch.TorchScope;
import dev.kiln.export.ops.torch.TorchValues;
import dev.kiln.export.ops.torch.TorchWeights;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Latent diffusion (Rombach et al. 2022, arXiv 2112.10752): an autoencoder makes small latents of
 * images, and a diffusion model learns the latents. Both are trained in one go, one after the
 * other.
 *
 * <pre>
 *   first part:   train the variational autoencoder, its divergence weighing little
 *   then, once:   s = standard deviation of the latents of a batch (appendix G)
 *   second part:  x, c from the data; z drawn from encoder(x), divided by s
 *                 a step of denoising diffusion on z, c; the autoencoder does not change any more
 *   a sample is   decoder(s z), z from the diffusion model
 * </pre>
 */
public final class LatentDiffusion implements Recipe {
  private static final String DEVIATION = "latent.deviation";
  private static final String SINCE = "latent.since";

  private final VariationalPair pair;
  private final double share;
  private final Vae autoencoder;
  private final Ddpm diffusion;

  /** What the second part must know of the first: the latents' deviation, and when it ended. */
  private final TorchWeights handover = new TorchWeights(0);

  /**
   * All networks with fresh weights.
   *
   * @param share of the training that is the autoencoder's, from above 0 to below 1
   * @param latents the denoiser, whose samples have the shape of the pair's latents
   */
  public LatentDiffusion(
      VariationalPair pair,
      VaeOptions options,
      double share,
      Denoiser latents,
      Ddpm.Options diffusing,
      long seed) {
    if (!(share > 0 && share < 1)) {
      throw new IllegalArgumentException(
          "the autoencoder's share of the training must be above 0 and below 1, was " + share);
    }
    if (!latents.sampleShape().equals(pair.latentShape())) {
      throw new IllegalArgumentException(
          "the denoiser takes "
              + latents.sampleShape()
              + ", the autoencoder's latents are "
              + pair.latentShape());
    }
    this.pair = pair;
    this.share = share;
    this.autoencoder = new Vae(pair, options, seed);
    this.diffusion = new Ddpm(latents, diffusing, seed + 1);
    TorchOps ops = TorchOps.inference(handover);
    ops.buffer(DEVIATION, 0, 1);
    ops.buffer(SINCE, 0, 1);
  }

  @Override
  public Map<String, Double> step(Batch batch, Step step) {
    if (step.progress() < share) {
      Map<String, Double> losses =
          autoencoder.step(batch, new Step(step.number(), step.progress() / share, step.random()));
      return shown("autoencoder", losses);
    }
    if (value(DEVIATION) == 0) {
      handOver(batch, step);
    }
    Tensor latents =
        TorchScope.ungraded(() -> autoencoder.latents(batch).div(new Scalar(deviation())));
    Step own =
        new Step(
            step.number() - (long) value(SINCE),
            (step.progress() - share) / (1 - share),
            step.random());
    return shown("denoiser", diffusion.step(new Batch(latents, batch.conditions()), own));
  }

  private static Map<String, Double> shown(String part, Map<String, Double> losses) {
    Map<String, Double> named = new LinkedHashMap<>();
    losses.forEach((name, loss) -> named.put(name.equals("loss") ? part : name, loss));
    return named;
  }

  private void handOver(Batch batch, Step step) {
    double measured =
        TorchScope.ungraded(() -> (double) autoencoder.latents(batch).std().item_float());
    handover.load(Map.of(DEVIATION, one(measured), SINCE, one((double) step.number())));
  }

  private static ParameterValue one(double value) {
    return new ParameterValue(new long[] {1}, new float[] {(float) value});
  }

  private double value(String name) {
    return Objects.requireNonNull(handover.values().get(name)).values()[0];
  }

  /**
   * By what the encoder's latents are divided so that their variance is about one.
   *
   * @throws TrainingException if the training ended before they were measured
   */
  double deviation() {
    double deviation = value(DEVIATION);
    if (deviation == 0) {
      throw new TrainingException(
          "the training ended with its autoencoder, before the diffusion model began: train for"
              + " longer");
    }
    return deviation;
  }

  /** Samples of the diffusion model, decoded; before it begins, decoded Gaussian latents. */
  @Override
  public float[] preview(Map<String, Tensor> conditions, int count, long seed) {
    if (value(DEVIATION) == 0) {
      return autoencoder.preview(conditions, count, seed);
    }
    float[] latents = diffusion.preview(conditions, count, seed);
    return TorchScope.ungraded(
        () -> {
          long[] shape = Shapes.rows(count, pair.latentShape());
          Tensor z = Tensors.of(latents, shape).mul(new Scalar(deviation()));
          return TorchValues.floats(autoencoder.decode(z, conditions));
        });
  }

  /** The decoder of the diffusion model's samples. */
  public VaeDecoder decoder() {
    return new VaeDecoder(pair, deviation());
  }

  /** The encoder to what the diffusion model learns. */
  public VaeEncoder encoder() {
    return new VaeEncoder(pair, deviation());
  }

  /** The averaged weights of encoder and decoder, which are exported. */
  public TorchWeights autoencoderAverage() {
    return autoencoder.average();
  }

  /** The averaged weights of the denoiser, which are exported. */
  public TorchWeights denoiserAverage() {
    return diffusion.average();
  }

  /** The autoencoder, for its evidence lower bound. */
  public Vae autoencoder() {
    return autoencoder;
  }

  @Override
  public String signature() {
    return "latent diffusion, " + autoencoder.signature() + ", " + diffusion.signature();
  }

  @Override
  public Map<String, TorchWeights> weights() {
    Map<String, TorchWeights> all = new HashMap<>();
    autoencoder.weights().forEach((name, weights) -> all.put("autoencoder-" + name, weights));
    diffusion.weights().forEach((name, weights) -> all.put("denoiser-" + name, weights));
    all.put("handover", handover);
    return all;
  }

  @Override
  public Map<String, WeightOptimizer> optimizers() {
    Map<String, WeightOptimizer> all = new HashMap<>();
    autoencoder.optimizers().forEach((name, one) -> all.put("autoencoder-" + name, one));
    diffusion.optimizers().forEach((name, one) -> all.put("denoiser-" + name, one));
    return all;
  }

  @Override
  public void close() {
    List.of(autoencoder, diffusion).forEach(Recipe::close);
    handover.close();
  }
}
