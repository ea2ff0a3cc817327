package dev.kiln.streams.cli;

import dev.kiln.generation.sampler.SamplerInfo;
import dev.kiln.generation.sampler.Samplers;
import dev.kiln.generation.sampler.SamplingPlan;
import dev.kiln.generation.sampler.SchedulerConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./kiln plan}: what a sampler will do, before any network is called. */
@Command(
    name = "plan",
    description = "Print a sampler as the table of coefficients that it compiles to.",
    footer = {
      "",
      "Example:",
      "  ./kiln plan --scheduler-config scheduler_config.json --sampler heun --steps 10"
    },
    sortOptions = false)
final class PlanCommand implements Callable<Integer> {

  @Option(
      names = "--scheduler-config",
      paramLabel = "FILE",
      description = "A diffusers scheduler_config.json.")
  private @Nullable Path schedulerConfig;

  @Option(
      names = "--steps",
      paramLabel = "N",
      defaultValue = "20",
      description = "Sampling steps (default: ${DEFAULT-VALUE}).")
  private int steps;

  @Option(
      names = "--sampler",
      paramLabel = "NAME",
      description = {
        "Another sampler over the same noise schedule;",
        "several for a plot. --list names them."
      })
  private List<String> samplers = new ArrayList<>();

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "A setting, as eta=0.5 or use_karras_sigmas=true.")
  private Map<String, String> settings = new LinkedHashMap<>();

  @Option(
      names = "--strength",
      paramLabel = "S",
      defaultValue = "1",
      description = "Image-to-image: how much of the walk, 0 to 1.")
  private double strength;

  @Option(names = "--json", description = "Print the plan as JSON.")
  private boolean json;

  @Option(
      names = "--plot",
      paramLabel = "FILE.png",
      description = "Draw the noise level at each call.")
  private @Nullable Path plot;

  @Option(names = "--list", description = "Name all samplers, with order, calls a step and paper.")
  private boolean list;

  @Mixin HelpOption help = new HelpOption();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    if (list) {
      PlanText.list(Samplers.all()).forEach(out::println);
    } else {
      print(out, plans(config()));
    }
    out.flush();
    return 0;
  }

  private SchedulerConfig config() throws IOException {
    Path file = schedulerConfig;
    if (file == null) {
      throw new ParameterException(
          spec.commandLine(), "--scheduler-config FILE is missing (or ask for --list)");
    }
    if (!Files.isRegularFile(file)) {
      throw new CommandFailedException("there is no file " + file);
    }
    try {
      return SchedulerConfig.parse(Files.readString(file, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      throw new CommandFailedException(file + ": " + e.getMessage(), e);
    }
  }

  private List<SamplingPlan> plans(SchedulerConfig base) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    settings.forEach((key, text) -> values.put(key, SettingValue.of(text)));
    PrintWriter err = spec.commandLine().getErr();
    try {
      if (samplers.isEmpty()) {
        SchedulerConfig config = base.with(values);
        Samplers.warnings(config).forEach(warning -> err.println("Note: " + warning));
        return List.of(Samplers.plan(config, steps, strength));
      }
      List<SamplingPlan> plans = new ArrayList<>();
      for (String name : samplers) {
        SamplingPlan plan = Samplers.plan(name, base, steps, strength, values);
        settings.keySet().stream()
            .filter(key -> !Samplers.settings(plan.sampler()).contains(key))
            .forEach(key -> err.println("Note: " + plan.sampler() + " has no setting " + key));
        plans.add(plan);
      }
      return plans;
    } catch (IllegalArgumentException e) {
      throw new CommandFailedException(Errors.sentence(e), e);
    } finally {
      err.flush();
    }
  }

  private void print(PrintWriter out, List<SamplingPlan> plans) throws IOException {
    if (json && plans.size() > 1) {
      throw new ParameterException(spec.commandLine(), "--json prints one sampler at a time");
    }
    for (SamplingPlan plan : plans) {
      if (json) {
        out.println(PlanJson.of(plan));
      } else {
        PlanText.table(info(plan), plan).forEach(out::println);
      }
    }
    Path file = plot;
    if (file != null) {
      List<String> legend = PlanPlot.write(plans, file);
      if (!json) {
        legend.forEach(out::println);
      }
    }
  }

  private static SamplerInfo info(SamplingPlan plan) {
    return Samplers.all().stream()
        .filter(info -> info.name().equals(plan.sampler()))
        .findFirst()
        .orElseThrow();
  }
}
