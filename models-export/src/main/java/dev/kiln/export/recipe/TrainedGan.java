package dev.kiln.export.recipe;

import dev.kiln.export.nets.AdversarialPair;
import dev.kiln.export.ops.torch.Tensors;
import dev.kiln.export.ops.torch.TorchOps;
import dev.kiln.export.ops.torch.TorchScope;
import dev.kiln.export.ops.torch.TorchValues;
import dev.kiln.export.ops.torch.TorchWeights;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * An adversarial pair under training: both networks' weights, the average of the generator's, and
 * the optimizers. Close when done.
 */
final class TrainedGan implements AutoCloseable {
  private static final int CALIBRATION_BATCHES = 40;
  private static final int CALIBRATION_ROWS = 100;

  private final AdversarialPair pair;
  private final GanOptions options;
  private final TorchWeights generating;
  private final TorchWeights average;
  private final TorchWeights discriminating;
  private final WeightOptimizer generatorOptimizer;
  private final WeightOptimizer discriminatorOptimizer;

  /** With fresh weights. */
  TrainedGan(AdversarialPair pair, GanOptions options, long seed) {
    this.pair = pair;
    this.options = options;
    this.generating = new TorchWeights(seed);
    this.average = new TorchWeights(seed);
    this.discriminating = new TorchWeights(seed + 1);
    TorchScope.withoutGradients(
        () -> {
          Map<String, Tensor> conditions = Conditioning.first(pair.conditions());
          pair.generate(TorchOps.inference(generating), noise(1), conditions);
          Tensor x = pair.generate(TorchOps.inference(average), noise(1), conditions);
          pair.score(TorchOps.inference(discriminating), x, conditions);
        });
    this.generatorOptimizer = optimizer(generating);
    this.discriminatorOptimizer = optimizer(discriminating);
  }

  private WeightOptimizer optimizer(TorchWeights weights) {
    return new WeightOptimizer(weights, options.beta1(), options.beta2(), 0, options.clip());
  }

  private Tensor noise(long count) {
    return Tensors.normal(count, pair.latent());
  }

  /** The conditions of a batch that the pair takes. */
  Map<String, Tensor> conditions(Batch batch) {
    return Conditioning.taken(pair.conditions().keySet(), batch.conditions());
  }

  /** As many samples as there are in a batch, made for their conditions; with gradients. */
  Tensor generate(Batch batch) {
    return pair.generate(TorchOps.training(generating), noise(batch.size()), conditions(batch));
  }

  /** How real samples look, [N, 1]; with gradients. */
  Tensor score(Tensor samples, Map<String, Tensor> conditions) {
    return pair.score(TorchOps.training(discriminating), samples, conditions);
  }

  void descendDiscriminator(Tensor loss, Step step) {
    discriminatorOptimizer.descend(
        loss, options.discriminatorRate().at(step.number(), step.progress()));
  }

  /** One step of the generator; the average follows. */
  void descendGenerator(Tensor loss, Step step) {
    generatorOptimizer.descend(loss, options.generatorRate().at(step.number(), step.progress()));
    options.average().follow(average, generating, step.number());
  }

  /** Samples of the averaged generator. */
  float[] preview(Map<String, Tensor> conditions, int count, long seed) {
    calibrate(seed);
    Map<String, Tensor> taken = Conditioning.taken(pair.conditions().keySet(), conditions);
    return TorchScope.ungraded(
        () -> TorchValues.floats(pair.generate(TorchOps.inference(average), noise(count), taken)));
  }

  /**
   * The generator's averaged weights, which are exported. Averaged weights have activations of
   * their own, so the running statistics are taken anew first.
   */
  TorchWeights average() {
    calibrate(0);
    return average;
  }

  private void calibrate(long seed) {
    torch.manual_seed(seed);
    for (int i = 0; i < CALIBRATION_BATCHES; i++) {
      TorchScope.withoutGradients(
          () ->
              pair.generate(
                  TorchOps.training(average),
                  noise(CALIBRATION_ROWS),
                  Conditioning.inTurn(pair.conditions(), CALIBRATION_ROWS)));
    }
  }

  /** What a checkpoint must hold. */
  Map<String, TorchWeights> weights() {
    return Map.of("generator", generating, "average", average, "discriminator", discriminating);
  }

  /** What a checkpoint must hold. */
  Map<String, WeightOptimizer> optimizers() {
    return Map.of("generator", generatorOptimizer, "discriminator", discriminatorOptimizer);
  }

  @Override
  public void close() {
    generatorOptimizer.close();
    discriminatorOptimizer.close();
    generating.close();
    average.close();
    discriminating.close();
  }
}
