package dev.kiln.export.recipe;

import dev.kiln.export.nets.RowPart;
import dev.kiln.export.nets.TableVae;
import dev.kiln.export.ops.torch.Tensors;
import dev.kiln.export.ops.torch.TorchOps;
import dev.kiln.export.ops.torch.TorchScope;
import dev.kiln.export.ops.torch.TorchValues;
import dev.kiln.export.ops.torch.TorchWeights;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * A variational autoencoder with arbitrary conditioning (Ivanov et al. 2019, arXiv 1806.02382,
 * equation 5) for rows of a table. In each row other columns are given, often none.
 *
 * <pre>
 *   repeat: x from the data; mask at random; known = mask x; eps Gaussian
 *           q = encoder(x, mask);  p = prior(known, mask);  z = q.mean + q.deviation eps
 *           descend  -log p(columns that are not given | z, known) + KL(q || p)
 *           average the weights
 * </pre>
 */
public final class ConditionalTableVae implements Recipe {
  /** Good for a few thousand rows. */
  public static final Descent DESCENT =
      new Descent(new LearningRate(2e-3, 200), new WeightAverage(0.999), 5);

  private static final Scalar HALF = new Scalar(0.5);
  private static final Scalar ONE = new Scalar(1.0);

  /** How often no column is given at all. */
  private static final double NONE_GIVEN = 0.3;

  /** How often only that a column has a value is given, as where a gap is to be filled. */
  private static final double GAP = 0.2;

  /** Keeps the prior's mean and deviation from running away (section 4.3.1 of the paper). */
  private static final double MEAN_PENALTY = 0.5e-8;

  private static final double DEVIATION_PENALTY = 1e-4;

  private final TableVae networks;
  private final Descent descent;
  private final TorchWeights weights;
  private final TorchWeights average;
  private final WeightOptimizer optimizer;

  /** All networks with fresh weights. */
  public ConditionalTableVae(TableVae networks, Descent descent, long seed) {
    this.networks = networks;
    this.descent = descent;
    this.weights = build(seed);
    this.average = build(seed);
    this.optimizer = new WeightOptimizer(weights, 0.9, 0.99, 0.01, descent.clip());
  }

  private TorchWeights build(long seed) {
    TorchWeights fresh = new TorchWeights(seed);
    TorchScope.withoutGradients(
        () -> {
          TorchOps ops = TorchOps.inference(fresh);
          Tensor row = Tensors.zeros(1, networks.row());
          networks.encode(ops, row, row);
          networks.prior(ops, row, row);
          networks.decode(ops, Tensors.zeros(1, networks.latent()), row, row);
        });
    return fresh;
  }

  @Override
  public Map<String, Double> step(Batch batch, Step step) {
    TorchOps ops = TorchOps.training(weights);
    Tensor x = batch.samples();
    Tensor mask = mask(x, step.random());
    Tensor known = x.mul(mask);
    List<Tensor> q = networks.encode(ops, x, mask);
    List<Tensor> p = networks.prior(ops, known, mask);
    Tensor z = q.get(0).add(q.get(1).mul(HALF).exp().mul(Tensors.normalLike(q.get(0))));
    List<Tensor> row = networks.decode(ops, z, known, mask);
    Tensor misfit = misfit(x, mask, row.get(0), row.get(1)).mean();
    Tensor divergence = divergence(q, p).mean();
    Tensor loss = misfit.add(divergence).add(penalty(p).mean());
    descent.step(optimizer, loss, average, weights, step);
    Map<String, Double> shown = new LinkedHashMap<>();
    shown.put("loss", loss.item_double());
    shown.put("divergence", divergence.item_double());
    return shown;
  }

  /** Which places are given, [N, row]: whole columns, or only that they have a value. */
  private Tensor mask(Tensor x, RandomGenerator random) {
    int rows = Math.toIntExact(x.size(0));
    int width = Math.toIntExact(networks.row());
    float[] values = TorchValues.floats(x);
    float[] mask = new float[rows * width];
    for (int i = 0; i < rows; i++) {
      double share = random.nextDouble() < NONE_GIVEN ? 0 : random.nextDouble();
      int column = -1;
      boolean given = false;
      boolean gap = false;
      for (RowPart part : networks.parts()) {
        if (part.column() != column) {
          column = part.column();
          given = random.nextDouble() < share;
          gap = random.nextDouble() < GAP;
        }
        boolean present = values[i * width + part.start()] < 0;
        if (given || (part.kind() == RowPart.Kind.MISSING && gap && present)) {
          Arrays.fill(mask, i * width + part.start(), i * width + part.end(), 1);
        }
      }
    }
    return Tensors.of(mask, rows, width);
  }

  /**
   * The negative logarithm of the likelihood of what is not given, [N]. A value that is missing
   * counts only as missing.
   */
  private Tensor misfit(Tensor x, Tensor mask, Tensor centre, Tensor logVariance) {
    Tensor sum = Tensors.zeros(x.size(0));
    for (RowPart part : networks.parts()) {
      Tensor truth = x.narrow(1, part.start(), part.width());
      Tensor found = centre.narrow(1, part.start(), part.width());
      Tensor nats =
          switch (part.kind()) {
            case NUMBER -> {
              Tensor spread = logVariance.narrow(1, part.start(), 1);
              yield truth.sub(found).square().div(spread.exp()).add(spread).mul(HALF).squeeze(1);
            }
            case FLAG, MISSING -> torch.softplus(truth.mul(found).neg()).squeeze(1);
            case CATEGORY -> truth.add(ONE).mul(HALF).mul(torch.log_softmax(found, 1)).sum(1).neg();
          };
      Tensor counts = mask.select(1, part.start()).neg().add(ONE);
      if (part.missing() >= 0) {
        Tensor missing = x.select(1, part.missing()).add(ONE).mul(HALF);
        counts = counts.mul(missing.neg().add(ONE));
      }
      sum = sum.add(nats.mul(counts));
    }
    return sum;
  }

  /** KL(q || p) of two Gaussians, each as mean and log variance: [N]. */
  private static Tensor divergence(List<Tensor> q, List<Tensor> p) {
    Tensor gap = q.get(0).sub(p.get(0)).square();
    Tensor spread = q.get(1).exp().add(gap).div(p.get(1).exp());
    return spread.sub(ONE).add(p.get(1)).sub(q.get(1)).sum(1).mul(HALF);
  }

  private static Tensor penalty(List<Tensor> prior) {
    Tensor half = prior.get(1).mul(HALF);
    return prior
        .get(0)
        .square()
        .mul(new Scalar(MEAN_PENALTY))
        .add(half.exp().sub(half).mul(new Scalar(DEVIATION_PENALTY)))
        .sum(1);
  }

  @Override
  public float[] preview(Map<String, Tensor> conditions, int count, long seed) {
    torch.manual_seed(seed);
    return TorchScope.ungraded(
        () -> {
          Tensor none = Tensors.zeros(count, networks.row());
          return TorchValues.floats(
              networks
                  .generator()
                  .apply(
                      TorchOps.inference(average),
                      Tensors.normal(count, networks.latent() + networks.row()),
                      none,
                      none));
        });
  }

  /** The averaged weights of all networks, which are exported. */
  public TorchWeights average() {
    return average;
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
