package dev.kiln.export.recipe;

import dev.kiln.export.export.CardSubject;
import dev.kiln.export.export.GeneratorDirectory;
import dev.kiln.export.export.OnnxModel;
import dev.kiln.export.export.TrainingFacts;
import dev.kiln.export.nets.Denoiser;
import dev.kiln.export.ops.torch.TorchWeights;
import dev.kiln.generation.card.GeneratorCard;
import dev.kiln.generation.card.SampleKind;
import dev.kiln.generation.card.SampleSpec;
import dev.kiln.generation.card.Sha256;
import dev.kiln.generation.engine.Engine;
import dev.kiln.generation.request.GenerationSpec;
import dev.kiln.generation.request.Outcome;
import dev.kiln.generation.tensor.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A generator of points as the engine serves it: exported, with its card. Close when done. */
final class ServedPoints implements AutoCloseable {
  private static final int COUNT = 400;

  private final Engine engine;
  private final boolean labelled;

  private ServedPoints(Engine engine, boolean labelled) {
    this.engine = engine;
    this.labelled = labelled;
  }

  /** Exports weights as they are now. */
  static ServedPoints open(
      Path models,
      Denoiser network,
      TorchWeights weights,
      Function<CardSubject, GeneratorCard> card)
      throws IOException {
    byte[] model = OnnxModel.bytes(network, weights.values());
    boolean labelled = !network.nothing().isEmpty();
    CardSubject subject =
        new CardSubject(
            "points",
            "1",
            new SampleSpec(SampleKind.VECTOR, Shape.of(2), List.of(-1.5, 1.5)),
            labelled ? CardSubject.labels(List.of("ring", "spots")) : List.of(),
            new TrainingFacts("none", "none", 1, 0, 0, 0, 0, weights.size(), "0", "none", null, 0),
            Map.of("denoiser.onnx", Sha256.hex(model)));
    GeneratorDirectory.write(
        models.resolve("points"), card.apply(subject), Map.of("denoiser.onnx", model));
    return new ServedPoints(Engine.open(models), labelled);
  }

  /** The energy distance of the samples to the data, by the card's own sampler and steps. */
  double distance() {
    return distance(null, null);
  }

  /** The energy distance of the samples to the data: the mean over the classes. */
  double distance(@Nullable String sampler, @Nullable Integer steps) {
    if (!labelled) {
      float[] samples = samples(null, sampler, steps);
      return EnergyDistance.toData(new Points(false), samples);
    }
    double sum = 0;
    for (int label = 0; label < Points.CLASSES; label++) {
      float[] real = new Points(true).of(label, COUNT);
      sum += EnergyDistance.between(real, samples(label, sampler, steps), 2);
    }
    return sum / Points.CLASSES;
  }

  private float[] samples(
      @Nullable Integer label, @Nullable String sampler, @Nullable Integer steps) {
    GenerationSpec spec =
        GenerationSpec.of("points")
            .withCount(COUNT)
            .withSeed(5)
            .withSampler(sampler)
            .withSteps(steps)
            .withGuidance(1.0);
    Outcome outcome = engine.submit(label == null ? spec : spec.withLabel(label)).outcome().join();
    if (!(outcome instanceof Outcome.Generated generated)) {
      throw new AssertionError(outcome.toString());
    }
    float[] samples = new float[2 * COUNT];
    for (int i = 0; i < COUNT; i++) {
      System.arraycopy(generated.samples().get(i).values(), 0, samples, 2 * i, 2);
    }
    return samples;
  }

  @Override
  public void close() {
    engine.close();
  }
}
