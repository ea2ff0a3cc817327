package dev.kiln.streams.demo;

import dev.kiln.generation.card.ConditionSpec;
import dev.kiln.generation.card.GeneratorCard;
import dev.kiln.generation.card.SampleKind;
import dev.kiln.generation.output.ContactSheet;
import dev.kiln.schemas.avro.GeneratedSample;
import dev.kiln.streams.files.RowFormat;
import dev.kiln.streams.files.SampleFiles;
import dev.kiln.streams.files.SampleImage;
import dev.kiln.streams.files.SampleName;
import dev.kiln.streams.files.SampleRow;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Turns the samples that come back into files: pictures one each, and a sheet of each generator;
 * rows a table of each generator.
 */
final class Gallery {

  private static final int COLUMNS = 12;

  /** A sample of the mix, with its place in it, so that a sheet does not depend on timing. */
  private record Shown(int request, GeneratedSample sample) {}

  private final SampleFiles files;
  private final Map<String, GeneratorCard> cards = new HashMap<>();
  private final Map<String, List<Shown>> shown = new TreeMap<>();

  Gallery(SampleFiles files, List<GeneratorCard> cards) {
    this.files = files;
    cards.forEach(card -> this.cards.put(card.name() + "/" + card.version(), card));
  }

  /** Writes a sample; returns the file, or nothing where the generator makes no pictures. */
  Optional<Path> write(GeneratedSample sample) {
    GeneratorCard card = card(sample);
    if (card == null || card.sample().kind() != SampleKind.IMAGE) {
      return Optional.empty();
    }
    SampleName name =
        new SampleName(
            sample.getGenerator(),
            label(card, sample.getLabel()),
            sample.getPrompt(),
            sample.getSeed(),
            sample.getSampler(),
            sample.getSteps(),
            sample.getGuidance(),
            sample.getIndex());
    return Optional.of(files.write(name, SampleImage.png(sample, card.sample())));
  }

  /** Keeps a sample of the mix for its generator's sheet or table. */
  synchronized void keep(int request, GeneratedSample sample) {
    GeneratorCard card = card(sample);
    if (card != null && card.sample().kind() != SampleKind.VECTOR) {
      String id = card.name() + "/" + card.version();
      shown.computeIfAbsent(id, any -> new ArrayList<>()).add(new Shown(request, sample));
    }
  }

  /** Writes a sheet for every generator, rows by class or prompt, or a table; returns the files. */
  synchronized List<Path> writeSheets() {
    List<Path> sheets = new ArrayList<>();
    shown.forEach(
        (id, samples) -> {
          GeneratorCard card = cards.get(id);
          if (card != null) {
            sheets.add(
                card.sample().kind() == SampleKind.ROW
                    ? files.writeRows(card.name() + ".csv", table(card, samples))
                    : files.writeSheet(card.name(), sheet(card, samples)));
          }
        });
    return sheets;
  }

  private static byte[] sheet(GeneratorCard card, List<Shown> samples) {
    ContactSheet sheet = new ContactSheet(card.sample(), COLUMNS);
    inOrder(samples)
        .forEach(
            each -> {
              String label = label(card, each.sample().getLabel());
              label = label == null ? each.sample().getPrompt() : label;
              sheet.add(
                  label == null ? "" : label, SampleImage.tensor(each.sample(), card.sample()));
            });
    return sheet.toPng();
  }

  private static String table(GeneratorCard card, List<Shown> samples) {
    return RowFormat.CSV.text(
        card.sample().columns(),
        inOrder(samples).map(each -> SampleRow.of(each.sample(), card.sample())).toList());
  }

  private static Stream<Shown> inOrder(List<Shown> samples) {
    return samples.stream()
        .sorted(
            Comparator.comparingInt(Shown::request)
                .thenComparingInt(each -> each.sample().getIndex()));
  }

  private @Nullable GeneratorCard card(GeneratedSample sample) {
    return cards.get(sample.getGenerator() + "/" + sample.getVersion());
  }

  /** The class's name, whether the request gave the name or the index. */
  private static @Nullable String label(GeneratorCard card, @Nullable Object label) {
    if (label == null) {
      return null;
    }
    List<String> classes = card.condition("label").map(ConditionSpec::classes).orElse(List.of());
    return label instanceof Integer index && index >= 0 && index < classes.size()
        ? classes.get(index)
        : label.toString();
  }
}
