package dev.kiln.export.cli;

import dev.kiln.export.export.DiffusionCards;
import dev.kiln.export.recipe.Coupling;
import dev.kiln.export.recipe.FlowMatching;
import dev.kiln.export.recipe.FlowTimes;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Trains a flow. */
@Command(
    name = "flow-matching",
    description = {
      "Trains a flow along straight paths from noise to data (Lipman et al. 2023). It is sampled in 10 to 30 steps by the"
          + " flow samplers, and can be guided. As good as ddpm, simpler, and better at few steps."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:",
      "  ./kiln train flow-matching --data shapes --shift 5 --out models/my-shapes --images 600000"
    },
    sortOptions = false)
final class FlowMatchingCommand implements Callable<Integer> {
  private static final long IMAGES = 250_000;

  @Mixin TrainingOptions options = new TrainingOptions();

  @Option(
      names = "--times",
      defaultValue = "logit-normal",
      description =
          "Where along the path it is trained: ${COMPLETION-CANDIDATES}. logit-normal looks more often at the middle, where"
              + " the direction is hardest to tell. Default: ${DEFAULT-VALUE}.")
  FlowTimes times = FlowTimes.LOGIT_NORMAL;

  @Option(
      names = "--shift",
      paramLabel = "FACTOR",
      defaultValue = "1",
      description =
          "Moves the times of training and of sampling towards the noise: 2 or 3 where a picture's layout is the hard part,"
              + " as with prompts. Default: ${DEFAULT-VALUE}, which leaves them.")
  double shift = 1;

  @Option(
      names = "--coupling",
      defaultValue = "independent",
      description =
          "Which noise leads to which sample: ${COMPLETION-CANDIDATES}. optimal-transport pairs the nearest within each"
              + " batch, so that paths are straighter. Default: ${DEFAULT-VALUE}.")
  Coupling coupling = Coupling.INDEPENDENT;

  @Mixin GuidanceChoices learning = new GuidanceChoices();

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    DenoiserRun run = DenoiserRun.open(options);
    FlowMatching.Options chosen =
        new FlowMatching.Options(
            learning.over(FlowMatching.Options.DEFAULT.denoiser()), times, shift, coupling);
    try (FlowMatching flow = new FlowMatching(run.network(), chosen, options.seed)) {
      run.run(
          spec,
          IMAGES,
          TypedOptions.ofRecipe(spec),
          null,
          flow,
          flow::average,
          subject -> DiffusionCards.flow(subject, run.network(), chosen.config()));
    }
    return 0;
  }
}
