package dev.kiln.streams.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kiln.generation.card.GeneratorCard;
import dev.kiln.generation.engine.Engine;
import dev.kiln.generation.output.ContactSheet;
import dev.kiln.generation.output.PngEncoder;
import dev.kiln.generation.request.GenerationSpec;
import dev.kiln.generation.request.GuidanceOptions;
import dev.kiln.generation.request.Outcome;
import dev.kiln.generation.request.Outcome.Generated;
import dev.kiln.generation.request.Provenance;
import dev.kiln.generation.row.RowCodec;
import dev.kiln.generation.tensor.FloatTensor;
import dev.kiln.streams.app.EngineGeneration;
import dev.kiln.streams.files.RowFormat;
import dev.kiln.streams.files.SampleFiles;
import dev.kiln.streams.files.SampleName;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./kiln generate}: samples from a generator, without Kafka. */
@Command(
    name = "generate",
    description =
        "Generate samples, without Kafka: pictures as PNG files, rows of a table as text.",
    footer = {
      "",
      "Example:",
      "  ./kiln generate digits-ddpm --label 7 --count 16 --seed 42 --out sevens"
    },
    sortOptions = false)
final class GenerateCommand implements Callable<Integer> {

  private static final int SHEET_COLUMNS = 16;

  @Parameters(
      arity = "0..1",
      paramLabel = "NAME",
      description = "The generator, as ./kiln generators lists it.")
  private @Nullable String named;

  @Option(names = "--generator", paramLabel = "NAME", description = "The same, as an option.")
  private @Nullable String asOption;

  @Option(
      names = "--generator-version",
      paramLabel = "VERSION",
      description = "Its version (default: the newest).")
  private @Nullable String generatorVersion;

  @Option(
      names = "--label",
      paramLabel = "CLASS",
      description = "The class to generate, by name or index.")
  private @Nullable String label;

  @Option(
      names = "--prompt",
      paramLabel = "TEXT",
      description = "What the samples should show, in words.")
  private @Nullable String prompt;

  @Option(
      names = "--negative-prompt",
      paramLabel = "TEXT",
      description = "What to steer away from, in words; takes effect with guidance.")
  private @Nullable String negativePrompt;

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "1",
      description = "How many samples (default: ${DEFAULT-VALUE}).")
  private long count;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "The seed; the same seed makes the same samples (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--sampler",
      paramLabel = "NAME",
      description = "The sampler (default: the generator's).")
  private @Nullable String sampler;

  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "How many sampling steps (default: the generator's).")
  private @Nullable Integer steps;

  @Option(
      names = "--guidance",
      paramLabel = "G",
      description = "Guidance strength; 1 is unguided (default: the generator's).")
  private @Nullable Double guidance;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Where the files go (default: kiln-out for pictures; rows are printed where this is not"
              + " given).")
  private @Nullable Path out;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "csv",
      description = "How rows are written: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private RowFormat format = RowFormat.CSV;

  @Mixin private ImageOption image = new ImageOption();
  @Mixin private RowOption row = new RowOption();
  @Mixin private PreviewOption previews = new PreviewOption();

  @Option(names = "--json", description = "Print what was made as JSON.")
  private boolean json;

  @Mixin private ModelsOption models = new ModelsOption();
  @Mixin HelpOption help = new HelpOption();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws JsonProcessingException {
    PrintWriter err = spec.commandLine().getErr();
    GenerationSpec request = request();
    long began = System.nanoTime();
    try (Engine engine = Engines.open(models.directory(), err)) {
      request = request.withSource(image.read(new EngineGeneration(engine), request));
      Generated made = made(engine.submit(request, previews.box()).outcome().join());
      GeneratorCard card = card(engine, made.provenance());
      switch (card.sample().kind()) {
        case IMAGE -> writePictures(card, made, began);
        case ROW -> writeRows(card, made, (System.nanoTime() - began) / 1e9);
        default ->
            throw new CommandFailedException(
                card.name() + " makes neither pictures nor rows, and generate writes only those.");
      }
    }
    return 0;
  }

  private String generator() {
    if (named != null && asOption != null && !named.equals(asOption)) {
      throw new ParameterException(
          spec.commandLine(), "name one generator, not both " + named + " and " + asOption);
    }
    String name = named != null ? named : asOption;
    if (name == null) {
      throw new ParameterException(
          spec.commandLine(), "say which generator, as ./kiln generators lists them");
    }
    return name;
  }

  private GenerationSpec request() {
    GenerationSpec request =
        GenerationSpec.of(generator())
            .withVersion(generatorVersion)
            .withCount(count)
            .withSeed(seed)
            .withSampler(sampler)
            .withSteps(steps)
            .withGuidance(guidance)
            .withRow(row.values());
    request = previews.into(request);
    if (label != null) {
      request = request.withCondition("label", label);
    }
    if (prompt != null) {
      request = request.withCondition("prompt", prompt);
    }
    return negativePrompt == null
        ? request
        : request.withGuidanceOptions(
            new GuidanceOptions(0, 0, 1, Map.of("prompt", negativePrompt)));
  }

  private static Generated made(Outcome outcome) {
    if (outcome instanceof Generated generated) {
      return generated;
    }
    if (outcome instanceof Outcome.Rejected rejected) {
      throw new CommandFailedException(rejected.message());
    }
    if (outcome instanceof Outcome.Failed failed) {
      throw new CommandFailedException(failed.message());
    }
    throw new CommandFailedException("The generation ended before it was finished.");
  }

  private static GeneratorCard card(Engine engine, Provenance made) {
    return engine.generators().stream()
        .filter(c -> c.name().equals(made.generator()) && c.version().equals(made.version()))
        .findFirst()
        .orElseThrow();
  }

  private void writePictures(GeneratorCard card, Generated made, long began)
      throws JsonProcessingException {
    SampleFiles files = new SampleFiles(out == null ? Path.of("kiln-out") : out);
    List<Path> written = write(files, card, made);
    Path steps = previews.write(files, card, made, index -> name(made, index));
    report(made, written, steps, (System.nanoTime() - began) / 1e9);
  }

  private SampleName name(Generated made, int index) {
    Provenance how = made.provenance();
    return new SampleName(
        how.generator(),
        label,
        prompt,
        how.seed(),
        how.sampler(),
        how.steps(),
        how.guidance(),
        index);
  }

  /** Writes every sample and the sheet; returns the files, the sheet last. */
  private List<Path> write(SampleFiles files, GeneratorCard card, Generated made) {
    ContactSheet sheet = new ContactSheet(card.sample(), made.samples().size());
    List<Path> written = new ArrayList<>();
    for (int i = 0; i < made.samples().size(); i++) {
      FloatTensor sample = made.samples().get(i);
      written.add(files.write(name(made, i), PngEncoder.encode(sample, card.sample())));
      sheet.add("%06d".formatted(i / SHEET_COLUMNS), sample);
    }
    written.add(files.writeSheet(made.provenance().generator(), sheet.toPng()));
    return written;
  }

  /** Rows go to standard output, or into a file; what was made is told beside them. */
  private void writeRows(GeneratorCard card, Generated made, double seconds) {
    RowCodec codec = RowCodec.of(card.sample());
    String text =
        format.text(
            card.sample().columns(),
            made.samples().stream().map(sample -> codec.decode(sample, row.values())).toList());
    Provenance how = made.provenance();
    PrintWriter stdout = spec.commandLine().getOut();
    if (out != null) {
      String name = how.generator() + "-seed-" + how.seed() + "." + format.ending();
      stdout.println(new SampleFiles(out).writeRows(name, text));
    } else {
      stdout.print(text);
    }
    stdout.flush();
    PrintWriter stderr = spec.commandLine().getErr();
    String ignored = previews.ignored(card);
    if (ignored != null) {
      stderr.println(ignored);
    }
    summary(stderr, how, made, made.samples().size(), seconds);
    stderr.flush();
  }

  private void report(Generated made, List<Path> files, @Nullable Path steps, double seconds)
      throws JsonProcessingException {
    PrintWriter stdout = spec.commandLine().getOut();
    Provenance how = made.provenance();
    int last = files.size() - 1;
    if (json) {
      Map<String, Object> all = new LinkedHashMap<>();
      all.put("generator", how.generator());
      all.put("version", how.version());
      all.put("hash", how.hash());
      all.put("label", label);
      all.put("prompt", prompt);
      all.put("seed", how.seed());
      all.put("sampler", how.sampler());
      all.put("steps", how.steps());
      all.put("guidance", how.guidance());
      all.put("networkCalls", made.timings().networkCalls());
      all.put("generationMillis", made.timings().totalNanos() / 1e6);
      all.put("samples", files.subList(0, last).stream().map(Path::toString).toList());
      all.put("sheet", files.get(last).toString());
      if (steps != null) {
        all.put("previews", steps.toString());
      }
      stdout.println(new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(all));
    } else {
      summary(stdout, how, made, last, seconds);
      stdout.println("  samples  " + files.get(0).getParent());
      stdout.println("  sheet    " + files.get(last));
      if (steps != null) {
        stdout.println("  previews " + steps);
      }
    }
    stdout.flush();
  }

  private static void summary(
      PrintWriter out, Provenance how, Generated made, int samples, double seconds) {
    out.printf(
        Locale.ROOT,
        "%d %s of %s %s: %s, %d %s, guidance %s, seed %d; %.2f s to generate, %.1f s in all%n",
        samples,
        samples == 1 ? "sample" : "samples",
        how.generator(),
        how.version(),
        how.sampler(),
        how.steps(),
        how.steps() == 1 ? "step" : "steps",
        BigDecimal.valueOf(how.guidance()).stripTrailingZeros().toPlainString(),
        how.seed(),
        made.timings().totalNanos() / 1e9,
        seconds);
  }
}
