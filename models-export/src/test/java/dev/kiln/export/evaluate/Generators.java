package dev.kiln.export.evaluate;

import dev.kiln.export.data.LabelledImages;
import dev.kiln.export.export.CardSubject;
import dev.kiln.export.export.GanCards;
import dev.kiln.export.export.GeneratorDirectory;
import dev.kiln.export.export.OnnxModel;
import dev.kiln.export.export.TrainingFacts;
import dev.kiln.export.nets.DcGan;
import dev.kiln.export.nets.Network;
import dev.kiln.export.ops.ParameterValue;
import dev.kiln.export.ops.torch.TorchRun;
import dev.kiln.export.ops.torch.TorchWeights;
import dev.kiln.generation.card.SampleKind;
import dev.kiln.generation.card.SampleSpec;
import dev.kiln.generation.card.Sha256;
import dev.kiln.generation.tensor.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Generators that nobody trained. */
public final class Generators {
  private Generators() {}

  /** Writes a small one of square images in ten classes into {@code models}. */
  static Path write(Path models, String name, int side) throws IOException {
    DcGan sizes = new DcGan(1, side, 10, 8, 8, false);
    Network network = sizes.generator();
    try (TorchWeights weights = new TorchWeights(3)) {
      TorchRun.inference(
          network::apply,
          weights,
          1,
          List.of(new long[] {8}, new long[0]),
          List.of(new float[8], new long[1]));
      return write(models, name, side, 10, network, weights.values());
    }
  }

  /** Writes one that repeats the first image of each class of a set of grey square images. */
  public static Path parrot(Path models, String name, LabelledImages images) throws IOException {
    Parrot parrot = new Parrot(images.classes(), images.height());
    return write(models, name, images.height(), images.classes(), parrot, parrot.learn(images));
  }

  private static Path write(
      Path models,
      String name,
      int side,
      int classes,
      Network network,
      Map<String, ParameterValue> weights)
      throws IOException {
    byte[] model = OnnxModel.bytes(network, weights);
    TrainingFacts facts = new TrainingFacts("none", "none", 3, 0, 0, 0, 0, 0, "0", "none", null, 0);
    return GeneratorDirectory.write(
        models.resolve(name),
        GanCards.gan(
            new CardSubject(
                name,
                "1",
                new SampleSpec(SampleKind.IMAGE, Shape.of(1, side, side), List.of(-1.0, 1.0)),
                CardSubject.labels(IntStream.range(0, classes).mapToObj(String::valueOf).toList()),
                facts,
                Map.of("generator.onnx", Sha256.hex(model))),
            network),
        Map.of("generator.onnx", model));
  }
}
