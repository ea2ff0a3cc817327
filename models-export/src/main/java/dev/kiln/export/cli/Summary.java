package dev.kiln.export.cli;

import dev.kiln.export.export.TrainingFacts;
import dev.kiln.export.recipe.TrainingProgress;
import dev.kiln.export.recipe.TrainingStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a training tells at its end. */
final class Summary {
  private Summary() {}

  static List<String> lines(GeneratorExport.Written written, TrainingProgress progress) {
    TrainingFacts facts = written.facts();
    List<String> lines = new ArrayList<>(written.warnings());
    lines.add("wrote " + written.directory());
    written
        .bytes()
        .forEach(
            (file, bytes) -> lines.add(line(file, String.format(Locale.ROOT, "%,d bytes", bytes))));
    lines.add(
        line(
            "parameters",
            String.format(Locale.ROOT, "%,d, held as %s", facts.parameters(), facts.weights())));
    lines.add(
        line(
            "parity",
            String.format(
                Locale.ROOT, "PyTorch and ONNX Runtime differ by at most %.1e", facts.parity())));
    lines.add(
        line(
            "trained on",
            String.format(
                Locale.ROOT,
                "%,d images in %,d steps, %s",
                progress.images(),
                progress.steps(),
                TrainingStatus.time(Math.round(progress.seconds())))));
    return lines;
  }

  /** One line of the summary. */
  static String line(String what, String text) {
    return String.format(Locale.ROOT, "  %-16s %s", what, text);
  }
}
