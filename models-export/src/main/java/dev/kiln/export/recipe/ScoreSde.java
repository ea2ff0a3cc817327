package dev.kiln.export.recipe;

import dev.kiln.export.nets.Denoiser;
import dev.kiln.export.ops.torch.Tensors;
import dev.kiln.export.ops.torch.TorchWeights;
import java.util.Arrays;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Denoising score matching in continuous time (Song et al. 2021, arXiv 2011.13456, equation 7) for
 * a variance preserving or exploding diffusion.
 *
 * <pre>
 *   repeat: x0, c from the data; t uniform in (0, 1]; eps Gaussian; drop the conditions c sometimes
 *           x_t = alpha(t) x0 + sigma(t) eps
 *           descend the gradient of lambda(t) || score(x_t, t, c) + eps / sigma(t) ||^2
 *           average the weights
 * </pre>
 *
 * <p>lambda(t) is such that the error of what the network predicts counts alike at all times. For
 * the variance preserving diffusion that is the paper's sigma(t)^2; for the exploding one it is
 * that of Karras et al. 2022 (arXiv 2206.00364, table 1), since the paper's hardly looks at strong
 * noise.
 */
public final class ScoreSde implements Recipe {
  private static final int PREVIEW_STEPS = 16;

  private final int rank;
  private final Sde sde;
  private final TrainedDenoiser denoiser;

  /**
   * What one may choose.
   *
   * @param denoiser how the network is trained
   * @param sde which diffusion
   */
  public record Options(DenoiserOptions denoiser, Sde sde) {
    public static final Options DEFAULT =
        new Options(DenoiserOptions.DEFAULT, Sde.VariancePreserving.DEFAULT);
  }

  /** A network with fresh weights. */
  public ScoreSde(Denoiser network, Options options, long seed) {
    this.rank = network.sampleShape().size();
    this.sde = options.sde();
    this.denoiser = new TrainedDenoiser(network, options.denoiser(), seed);
  }

  @Override
  public Map<String, Double> step(Batch batch, Step step) {
    double[] times =
        Arrays.stream(Columns.spread((int) batch.size(), step.random().nextDouble()))
            .map(place -> sde.start() + (1 - sde.start()) * place)
            .toArray();
    NoiseLevel level = level(times);
    Tensor noise = Tensors.normalLike(batch.samples());
    Tensor x = level.noised(batch.samples(), noise);
    Tensor prediction =
        denoiser.predict(sde.input(level, x), told(times), denoiser.dropped(batch, step));
    return denoiser.descend(
        torch.mse_loss(prediction, sde.target(level, batch.samples(), noise)), step);
  }

  private NoiseLevel level(double... times) {
    return NoiseLevel.of(
        rank,
        Columns.rows(times.length, i -> sde.alpha(times[i])),
        Columns.rows(times.length, i -> sde.sigma(times[i])));
  }

  private Tensor told(double... times) {
    return Columns.flat(Columns.rows(times.length, i -> sde.told(times[i])));
  }

  /** Along the guided probability flow (equation 13), with DDIM's exponential steps. */
  @Override
  public float[] preview(Map<String, Tensor> conditions, int count, long seed) {
    return PreviewWalk.from(
        seed,
        sde.sigma(1),
        PREVIEW_STEPS,
        (x, step) -> {
          double[] times = Columns.rows(count, i -> time(step));
          NoiseLevel from = level(times);
          Tensor prediction =
              denoiser.guided(sde.input(from, x), told(times), conditions, PreviewWalk.GUIDANCE);
          Tensor clean = sde.clean(from, x, prediction);
          return step + 1 == PREVIEW_STEPS
              ? clean
              : level(Columns.rows(count, i -> time(step + 1)))
                  .noised(clean, sde.noise(from, x, prediction));
        },
        denoiser.rows(count));
  }

  private double time(int step) {
    return 1 - (1 - sde.start()) * step / PREVIEW_STEPS;
  }

  /** The averaged weights, which are exported. */
  public TorchWeights average() {
    return denoiser.average();
  }

  @Override
  public String signature() {
    return "ScoreSde, " + sde;
  }

  @Override
  public Map<String, TorchWeights> weights() {
    return denoiser.weights();
  }

  @Override
  public Map<String, WeightOptimizer> optimizers() {
    return denoiser.optimizers();
  }

  @Override
  public void close() {
    denoiser.close();
  }
}
