package dev.kiln.export.guide;

import static dev.kiln.export.ops.Layers.linear;

import dev.kiln.export.export.CardSubject;
import dev.kiln.export.export.DiffusionCards;
import dev.kiln.export.export.ExportedModel;
import dev.kiln.export.export.GeneratorDirectory;
import dev.kiln.export.export.OnnxExport;
import dev.kiln.export.export.OnnxMetadata;
import dev.kiln.export.export.TrainingFacts;
import dev.kiln.export.nets.Denoiser;
import dev.kiln.export.nets.Port;
import dev.kiln.export.ops.Ops;
import dev.kiln.export.ops.torch.Threads;
import dev.kiln.export.ops.torch.TorchOps;
import dev.kiln.export.ops.torch.TorchScope;
import dev.kiln.export.ops.torch.TorchWeights;
import dev.kiln.export.recipe.FlowMatching;
import dev.kiln.export.recipe.WeightOptimizer;
import dev.kiln.generation.card.SampleKind;
import dev.kiln.generation.card.SampleSpec;
import dev.kiln.generation.card.Sha256;
import dev.kiln.generation.engine.Engine;
import dev.kiln.generation.request.GenerationSpec;
import dev.kiln.generation.request.Outcome;
import dev.kiln.generation.tensor.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** Points on a ring, from noise: a network, its training, and the generator that Kiln serves. */
final class RingGenerator implements Denoiser {
  private static final int STEPS = 1500;
  private static final int BATCH = 256;
  private static final long WIDTH = 96;

  // The network: a point and a time go in, the direction in which to move the point comes out.

  @Override
  public List<Port> inputs() {
    return List.of(Port.numbers("x", 2), Port.time("t", 1000));
  }

  @Override
  public Port output() {
    return Port.numbers("velocity", 2);
  }

  @Override
  public List<Long> sampleShape() {
    return List.of(2L);
  }

  @Override
  public Map<String, List<Long>> nothing() {
    return Map.of(); // it takes no conditions, so there is nothing to leave out
  }

  @Override
  public <T> T apply(Ops<T> ops, List<T> inputs) {
    return denoise(ops, inputs.get(0), inputs.get(1), Map.of());
  }

  @Override
  public <T> T denoise(Ops<T> ops, T x, T time, Map<String, T> conditions) {
    T noise = ops.reshape(ops.scale(time, 1e-3), -1, 1);
    T h = ops.silu(linear(ops, "in", ops.concat(1, List.of(x, noise)), 3, WIDTH));
    h = ops.silu(linear(ops, "hidden", h, WIDTH, WIDTH));
    return linear(ops, "out", h, WIDTH, 2);
  }

  // The training: conditional flow matching (Lipman et al. 2023, arXiv 2210.02747).

  private void train(TorchWeights weights) {
    TorchOps ops = TorchOps.training(weights);
    TorchScope.scoped(() -> apply(ops, List.of(torch.zeros(1, 2), torch.zeros(1))).defined());
    try (WeightOptimizer adam = new WeightOptimizer(weights, 0.9, 0.99, 0, 1)) {
      for (int step = 0; step < STEPS; step++) {
        double rate = 5e-3 * (1 - (double) step / STEPS);
        TorchScope.scoped(
            () -> { // every tensor made in here is freed at its end
              Tensor angle = torch.rand(BATCH, 1).mul(new Scalar(2 * Math.PI));
              Tensor points = torch.cat(new TensorVector(angle.cos(), angle.sin()), 1);
              Tensor clean = points.mul(new Scalar(0.7));
              Tensor noise = torch.randn(BATCH, 2);
              Tensor s = torch.rand(BATCH, 1);
              Tensor x = clean.add(s.mul(noise.sub(clean)));
              Tensor time = s.flatten().mul(new Scalar(1000.0));
              Tensor velocity = apply(ops, List.of(x, time));
              adam.descend(torch.mse_loss(velocity, noise.sub(clean)), rate);
            });
      }
    }
  }

  // The generator: an ONNX file that is checked against PyTorch, and its card.

  static Path write(Path models) throws IOException {
    Threads.use(1); // a network as small as this one gains nothing from more
    torch.manual_seed(1);
    RingGenerator network = new RingGenerator();
    try (TorchWeights weights = new TorchWeights(1)) {
      network.train(weights);
      TrainingFacts facts =
          new TrainingFacts(
              "flow matching by hand",
              "points on a ring",
              1,
              (long) STEPS * BATCH,
              STEPS,
              BATCH,
              0,
              weights.size(),
              "",
              "java RingGenerator.java models",
              null,
              0);
      ExportedModel model =
          OnnxExport.of(network, weights)
              .metadata(OnnxMetadata.of(facts, "Points on a ring"))
              .run();
      CardSubject ring =
          new CardSubject(
              "ring",
              "1",
              new SampleSpec(SampleKind.VECTOR, Shape.of(2), List.of(-1.0, 1.0)),
              List.of(),
              facts.exported(model.weights(), model.parity().largest()),
              Map.of("denoiser.onnx", Sha256.hex(model.bytes())));
      return GeneratorDirectory.write(
          models.resolve("ring"),
          DiffusionCards.flow(ring, network, FlowMatching.Options.DEFAULT.config()),
          Map.of("denoiser.onnx", model.bytes()));
    }
  }

  public static void main(String[] arguments) throws IOException {
    Path models = Path.of(arguments[0]);
    System.out.println("wrote " + write(models));
    try (Engine engine = Engine.open(models)) {
      GenerationSpec eight = GenerationSpec.of("ring").withCount(8).withSeed(7);
      if (engine.submit(eight).outcome().join() instanceof Outcome.Generated generated) {
        generated.samples().forEach(p -> System.out.println(Arrays.toString(p.values())));
      }
    }
  }
}
