package dev.kiln.export.cli;

import dev.kiln.export.export.CardSubject;
import dev.kiln.export.export.ExportedModel;
import dev.kiln.export.export.GeneratorDirectory;
import dev.kiln.export.export.OnnxExport;
import dev.kiln.export.export.OnnxMetadata;
import dev.kiln.export.export.TrainingFacts;
import dev.kiln.export.ops.torch.TorchWeights;
import dev.kiln.generation.card.ConditionSpec;
import dev.kiln.generation.card.GeneratorCard;
import dev.kiln.generation.card.SampleSpec;
import dev.kiln.generation.card.Sha256;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Exports the networks of a training, each checked against PyTorch, and writes the generator.
 *
 * @param options what the user chose
 * @param sample what one sample is
 * @param conditions what it can be conditioned on
 * @param more files that are no networks, by name, such as a vocabulary
 * @param card the recipe's card for a subject
 */
record GeneratorExport(
    TrainingOptions options,
    SampleSpec sample,
    List<ConditionSpec> conditions,
    Map<String, byte[]> more,
    Function<CardSubject, GeneratorCard> card) {

  /**
   * What was written.
   *
   * @param directory where the generator lies
   * @param card its card
   * @param bytes the size of each network's file, by its name
   * @param facts what the card tells of the training
   * @param warnings what one should know, a sentence each
   */
  record Written(
      Path directory,
      GeneratorCard card,
      Map<String, Integer> bytes,
      TrainingFacts facts,
      List<String> warnings) {}

  /**
   * Exports and writes.
   *
   * @param weights the trained weights of each network
   * @param facts how it was trained
   */
  Written write(List<Exported> networks, List<TorchWeights> weights, TrainingFacts facts)
      throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    Map<String, String> hashes = new LinkedHashMap<>();
    Map<String, Integer> bytes = new LinkedHashMap<>();
    List<String> warnings = new ArrayList<>();
    double parity = 0;
    for (int i = 0; i < networks.size(); i++) {
      String file = networks.get(i).file();
      ExportedModel model =
          OnnxExport.of(networks.get(i).network(), weights.get(i))
              .metadata(OnnxMetadata.of(facts, options.name() + ", " + file))
              .weights(options.weights)
              .run();
      parity = Math.max(parity, model.parity().largest());
      warnings.addAll(model.warnings());
      files.put(file, model.bytes());
      bytes.put(file, model.bytes().length);
      hashes.put(file, Sha256.hex(model.bytes()));
    }
    more.forEach(
        (file, content) -> {
          files.put(file, content);
          hashes.put(file, Sha256.hex(content));
        });
    TrainingFacts complete = facts.exported(options.weights, parity);
    CardSubject subject =
        new CardSubject(options.name(), options.version, sample, conditions, complete, hashes);
    GeneratorCard made = card.apply(subject);
    Path directory = GeneratorDirectory.write(options.out, made, files);
    return new Written(directory, made, bytes, complete, warnings);
  }
}
