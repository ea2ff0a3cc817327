package dev.kiln.export.recipe;

import dev.kiln.export.data.TrainingSet;
import dev.kiln.export.nets.VariationalPair;
import dev.kiln.export.ops.Initializer;
import dev.kiln.export.ops.torch.Tensors;
import dev.kiln.export.ops.torch.TorchOps;
import dev.kiln.export.ops.torch.TorchScope;
import dev.kiln.export.ops.torch.TorchValues;
import dev.kiln.export.ops.torch.TorchWeights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * A variational autoencoder (Kingma and Welling 2014, arXiv 1312.6114, algorithm 1 with equation
 * 10), with beta as in Higgins et al. 2017; if its networks take a class, it is a conditional one
 * (Sohn et al. 2015).
 *
 * <pre>
 *   repeat: x, c from the data; eps Gaussian
 *           mean, log variance = encoder(x, c);  z = mean + exp(log variance / 2) eps
 *           descend  -log p(x | decoder(z, c)) + beta KL(N(mean, variance) || N(0, 1))
 *           average the weights
 * </pre>
 */
public final class Vae implements Recipe {
  private static final Scalar HALF = new Scalar(0.5);
  private static final Scalar ONE = new Scalar(1.0);

  private final VariationalPair pair;
  private final VaeOptions options;
  private final TorchWeights weights;
  private final TorchWeights average;
  private final WeightOptimizer optimizer;

  /** Both networks with fresh weights. */
  public Vae(VariationalPair pair, VaeOptions options, long seed) {
    this.pair = pair;
    this.options = options;
    this.weights = build(seed);
    this.average = build(seed);
    this.optimizer = new WeightOptimizer(weights, 0.9, 0.999, 0, options.descent().clip());
  }

  private TorchWeights build(long seed) {
    TorchWeights fresh = new TorchWeights(seed);
    TorchScope.withoutGradients(
        () -> {
          TorchOps ops = TorchOps.inference(fresh);
          Map<String, Tensor> conditions = Conditioning.first(pair.conditions());
          pair.encode(ops, Tensors.zeros(Shapes.rows(1, pair.sampleShape())), conditions);
          pair.decode(ops, Tensors.zeros(Shapes.rows(1, pair.latentShape())), conditions);
          logVariance(ops);
        });
    return fresh;
  }

  private static Tensor logVariance(TorchOps ops) {
    return ops.parameter("likelihood.log_variance", Initializer.constant(-3), 1);
  }

  @Override
  public Map<String, Double> step(Batch batch, Step step) {
    Bound bound = bound(TorchOps.training(weights), batch);
    Tensor loss =
        bound.divergence().mul(new Scalar(options.beta())).sub(bound.reconstruction()).mean();
    double values = (double) batch.samples().numel() / batch.size();
    optimizer.descend(loss.div(new Scalar(values)), options.descent().rateAt(step));
    options.descent().average().follow(average, weights, step.number());

    Map<String, Double> shown = new LinkedHashMap<>();
    shown.put("loss", loss.item_double());
    shown.put("divergence", bound.divergence().mean().item_double());
    return shown;
  }

  /** Both terms of the evidence lower bound, [N] each. */
  private record Bound(Tensor reconstruction, Tensor divergence) {}

  private Bound bound(TorchOps ops, Batch batch) {
    Map<String, Tensor> conditions = taken(batch.conditions());
    List<Tensor> latent = pair.encode(ops, batch.samples(), conditions);
    Tensor mean = latent.get(0);
    Tensor logVariance = latent.get(1);
    Tensor z = drawn(mean, logVariance);
    Tensor h = pair.decode(ops, z, conditions);
    return new Bound(
        options.likelihood().nats(batch.samples(), h, logVariance(ops)),
        divergence(mean, logVariance));
  }

  private static Tensor drawn(Tensor mean, Tensor logVariance) {
    return mean.add(logVariance.mul(HALF).exp().mul(Tensors.normalLike(mean)));
  }

  private Map<String, Tensor> taken(Map<String, Tensor> conditions) {
    return Conditioning.taken(pair.conditions().keySet(), conditions);
  }

  /** KL(N(mean, variance) || N(0, 1)), summed over a latent's numbers: [N]. */
  static Tensor divergence(Tensor mean, Tensor logVariance) {
    Tensor each = mean.square().add(logVariance.exp()).sub(logVariance).sub(ONE);
    return each.flatten(1, -1).sum(1).mul(HALF);
  }

  /**
   * The evidence lower bound on samples that were not learned from, by the averaged weights, with
   * one latent for each sample.
   *
   * @param seed of the latents
   */
  public Elbo elbo(TrainingSet heldOut, long seed) {
    torch.manual_seed(seed);
    double reconstruction = 0;
    double divergence = 0;
    for (int[] indices : BatchSource.inOrder(heldOut)) {
      double[] sums =
          TorchScope.scoped(
              () ->
                  TorchScope.ungraded(
                      () -> {
                        Batch batch = BatchSource.of(heldOut, indices);
                        Bound bound = bound(TorchOps.inference(average), batch);
                        return new double[] {
                          bound.reconstruction().sum().item_double(),
                          bound.divergence().sum().item_double()
                        };
                      }));
      reconstruction += sums[0];
      divergence += sums[1];
    }
    return new Elbo(reconstruction / heldOut.size(), divergence / heldOut.size());
  }

  @Override
  public float[] preview(Map<String, Tensor> conditions, int count, long seed) {
    torch.manual_seed(seed);
    return TorchScope.ungraded(
        () ->
            TorchValues.floats(
                decode(Tensors.normal(Shapes.rows(count, pair.latentShape())), conditions)));
  }

  /** Latents drawn from q(z | x) of each sample, by the averaged weights. */
  Tensor latents(Batch batch) {
    List<Tensor> latent =
        pair.encode(TorchOps.inference(average), batch.samples(), taken(batch.conditions()));
    return drawn(latent.get(0), latent.get(1));
  }

  /** What the averaged decoder makes of latents. */
  Tensor decode(Tensor latents, Map<String, Tensor> conditions) {
    return pair.decode(TorchOps.inference(average), latents, taken(conditions)).tanh();
  }

  /** The averaged weights of both networks, which are exported. */
  public TorchWeights average() {
    return average;
  }

  @Override
  public String signature() {
    return "VAE, " + options.likelihood() + ", beta " + options.beta();
  }

  @Override
  public Map<String, TorchWeights> weights() {
    return Map.of("weights", weights, "average", average);
  }

  @Override
  public Map<String, WeightOptimizer> optimizers() {
    return Map.of("optimizer", optimizer);
  }

  @Override
  public void close() {
    optimizer.close();
    weights.close();
    average.close();
  }
}
