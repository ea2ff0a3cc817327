package dev.kiln.export.cli;

import dev.kiln.export.evaluate.Judge;
import dev.kiln.export.evaluate.SamplerComparison;
import dev.kiln.export.evaluate.SamplerSheet;
import dev.kiln.generation.engine.Engine;
import dev.kiln.generation.sampler.SamplerInfo;
import dev.kiln.generation.sampler.Samplers;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Compares samplers on a generator. */
@Command(
    name = "compare",
    description = {
      "Drives a generator of digits by many samplers at several numbers of steps, and lets the judge",
      "say in how many samples it finds the class that was asked for. Needs no PyTorch."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:",
      "  ./kiln compare digits-ddpm --samplers ddim,heun --steps 5,10,20 --sheet samplers.png"
    },
    sortOptions = false)
final class CompareCommand implements Callable<Integer> {

  @Parameters(paramLabel = "GENERATOR", description = "The generator's name.")
  String generator = "";

  @Option(
      names = "--models",
      paramLabel = "DIR",
      defaultValue = "models",
      description = "Where the generators lie. Default: ${DEFAULT-VALUE}.")
  Path models = Path.of("models");

  @Option(
      names = "--samplers",
      paramLabel = "NAME",
      split = ",",
      description = "Which samplers, with commas between. Default: all that can drive it.")
  @Nullable List<String> samplers;

  @Option(
      names = "--steps",
      paramLabel = "N",
      split = ",",
      defaultValue = "1,2,4,8,16,32",
      description = "Which numbers of steps, with commas between. Default: ${DEFAULT-VALUE}.")
  List<Integer> steps = List.of();

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "100",
      description = "How many samples each cell is judged by. Default: ${DEFAULT-VALUE}.")
  int count = 100;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "Seed of the samples, the same in every cell. Default: ${DEFAULT-VALUE}.")
  long seed = 1;

  @Option(names = "--sheet", paramLabel = "FILE", description = "Write a picture (PNG).")
  @Nullable Path sheet;

  @Option(names = "--json", description = "Print one line of JSON instead of a table.")
  boolean json;

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    try (Judge judge = Judge.shipped();
        Engine engine = Engine.open(models)) {
      SamplerComparison comparison =
          SamplerComparison.run(
              engine,
              judge,
              generator,
              samplers == null ? all() : samplers,
              steps,
              count,
              seed,
              err::println);
      out.print(json ? comparison.json() + "\n" : comparison.markdown());
      out.flush();
      comparison.refused().forEach((sampler, why) -> err.println(sampler + ": " + why));
      if (sheet != null) {
        SamplerSheet.write(comparison, sheet);
      }
    }
    return 0;
  }

  private static List<String> all() {
    return Samplers.all().stream().map(SamplerInfo::name).toList();
  }
}
