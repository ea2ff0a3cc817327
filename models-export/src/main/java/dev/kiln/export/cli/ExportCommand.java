package dev.kiln.export.cli;

import dev.kiln.export.evaluate.SampleDifference;
import dev.kiln.export.export.GeneratorConversion;
import dev.kiln.export.export.WeightFormat;
import dev.kiln.generation.card.Generator;
import dev.kiln.generation.card.GeneratorCard;
import dev.kiln.generation.card.GeneratorCatalog;
import dev.kiln.generation.engine.Engine;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Stores a generator's weights in another format. */
@Command(
    name = "export",
    description = {
      "Makes a new generator of an existing one: leaner graphs, and weights as fp32, fp16 or int8.",
      "Says what that costs: the difference of the networks' results, and of samples from the same seeds."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:",
      "  ./kiln export digits-ddpm --weights fp16 --out models/digits-ddpm-fp16"
    },
    sortOptions = false)
final class ExportCommand implements Callable<Integer> {

  @Parameters(paramLabel = "GENERATOR", description = "The generator's name, or NAME/VERSION.")
  String generator = "";

  @Option(
      names = "--out",
      required = true,
      paramLabel = "models/NAME",
      description = "The new generator's directory; its last part is the new generator's name.")
  Path out = Path.of("");

  @Option(
      names = "--weights",
      paramLabel = "FORMAT",
      defaultValue = "fp32",
      converter = WeightFormatConverter.class,
      description = "fp32, fp16 or int8. Default: ${DEFAULT-VALUE}.")
  WeightFormat weights = WeightFormat.FLOAT32;

  @Option(
      names = "--generator-version",
      paramLabel = "VERSION",
      defaultValue = "1",
      description = "The new generator's version. Default: ${DEFAULT-VALUE}.")
  String version = "1";

  @Option(
      names = "--models",
      paramLabel = "DIR",
      defaultValue = "models",
      description = "Where the generators lie. Default: ${DEFAULT-VALUE}.")
  Path models = Path.of("models");

  @Option(
      names = "--samples",
      paramLabel = "N",
      defaultValue = "20",
      description =
          "How many samples to make with both and to compare; 0 for none. Default: ${DEFAULT-VALUE}.")
  int samples = 20;

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    PrintWriter lines = spec.commandLine().getOut();
    Generator source = find();
    Path target = out.toAbsolutePath().normalize();
    List<GeneratorConversion.Converted> files =
        GeneratorConversion.convert(source, target, version, weights);
    for (GeneratorConversion.Converted file : files) {
      lines.println(
          String.format(
              Locale.ROOT,
              "%s: %,d -> %,d bytes, %d -> %d nodes, results differ by %.2g%%, by %.1e at most",
              file.name(),
              file.bytesBefore(),
              file.bytes(),
              file.nodesBefore(),
              file.nodes(),
              100 * file.parity().relative(),
              file.parity().largest()));
    }
    lines.println("wrote " + out.resolve(version) + " with " + weights.label() + " weights");
    lines.flush();
    if (samples > 0) {
      lines.println(compare(source, target));
      lines.flush();
    }
    return 0;
  }

  private Generator find() throws IOException {
    int slash = generator.indexOf('/');
    String name = slash < 0 ? generator : generator.substring(0, slash);
    List<Generator> known = GeneratorCatalog.load(models).generators();
    return known.stream()
        .filter(g -> g.card().name().equals(name))
        .filter(g -> slash < 0 || g.card().version().equals(generator.substring(slash + 1)))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no generator %s in %s; there are %s"
                        .formatted(generator, models, known.stream().map(Generator::id).toList())));
  }

  private String compare(Generator source, Path target) throws IOException {
    Path others = target.resolve("..").normalize();
    try (Engine engine = Engine.open(models);
        Engine other = Engine.open(others)) {
      GeneratorCard written =
          other.generators().stream()
              .filter(c -> c.name().equals(String.valueOf(target.getFileName())))
              .filter(c -> c.version().equals(version))
              .findFirst()
              .orElseThrow(
                  () -> new IOException("the new generator is not served: " + other.problems()));
      SampleDifference difference =
          SampleDifference.between(engine, source.card(), other, written, samples);
      return String.format(
          Locale.ROOT,
          "%d samples from the same seeds differ by %.2g%% of their range, %.2g%% where most; made in %.1f s and %.1f s",
          difference.samples(),
          100 * difference.mean(),
          100 * difference.worst(),
          difference.seconds(),
          difference.otherSeconds());
    }
  }
}
