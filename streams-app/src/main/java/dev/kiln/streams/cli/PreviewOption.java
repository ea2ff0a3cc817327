package dev.kiln.streams.cli;

import dev.kiln.generation.card.GeneratorCard;
import dev.kiln.generation.engine.PreviewBox;
import dev.kiln.generation.output.ContactSheet;
import dev.kiln.generation.output.PngEncoder;
import dev.kiln.generation.request.GenerationSpec;
import dev.kiln.generation.request.Outcome.Generated;
import dev.kiln.generation.request.Preview;
import dev.kiln.streams.files.SampleFiles;
import dev.kiln.streams.files.SampleName;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How pictures look while they are made, as files and as a sheet. */
final class PreviewOption {

  /** More than a sample has steps: none is left out here. */
  private static final int ALL = 10_000;

  @Option(
      names = "--previews",
      paramLabel = "K",
      defaultValue = "0",
      description =
          "Also write how pictures look after every K steps, and a sheet with a row for each, the"
              + " finished one last (default: 0, not).")
  private int every;

  private final PreviewBox box = new PreviewBox(ALL, () -> {});

  GenerationSpec into(GenerationSpec request) {
    return request.withPreviews(every);
  }

  /** A sentence where they are asked for of something that is no picture; null where not. */
  @Nullable String ignored(GeneratorCard card) {
    return every == 0
        ? null
        : "Previews are written of pictures only, and %s makes none.".formatted(card.name());
  }

  /** Where the engine puts them. */
  PreviewBox box() {
    return box;
  }

  /**
   * Writes what was seen of pictures, if anything.
   *
   * @param names of the samples, by index
   * @return the sheet; null where there is none
   */
  @Nullable Path write(
      SampleFiles files, GeneratorCard card, Generated made, IntFunction<SampleName> names) {
    List<Preview> previews = box.take();
    if (previews.isEmpty()) {
      return null;
    }
    ContactSheet sheet = new ContactSheet(card.sample(), previews.size() + 1);
    for (Preview preview : previews) {
      byte[] png = PngEncoder.encode(preview.estimate(), card.sample());
      files.writeStep(names.apply(preview.index()), preview.step(), png);
      sheet.add("%06d".formatted(preview.index()), preview.estimate());
    }
    for (int i = 0; i < made.samples().size(); i++) {
      sheet.add("%06d".formatted(i), made.samples().get(i));
    }
    return files.writeSheet(card.name() + "-previews", sheet.toPng());
  }
}
