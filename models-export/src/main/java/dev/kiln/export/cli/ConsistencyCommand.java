package dev.kiln.export.cli;

import dev.kiln.export.export.ConsistencyCards;
import dev.kiln.export.export.OnnxModel;
import dev.kiln.export.recipe.ConsistencyDistillation;
import dev.kiln.export.recipe.ConsistencyTraining;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Trains a consistency model, or distils one. */
@Command(
    name = "consistency",
    description = {
      "Trains a consistency model, which samples in one step, or better in a few.",
      "With --teacher it distils a denoiser that \"train ddpm\" made, guidance included: the quicker way and the better"
          + " one. Without, it learns from the data alone, and cannot be guided."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:",
      "  ./kiln train consistency --teacher models/digits-ddpm/1 --batch 32 --out models/digits-fast"
    },
    sortOptions = false)
final class ConsistencyCommand implements Callable<Integer> {
  private static final long DISTILLED_IMAGES = 38_000;
  private static final long TRAINED_IMAGES = 400_000;
  private static final String TEACHER = "--teacher";

  @Option(
      names = TEACHER,
      paramLabel = "models/NAME/VERSION",
      description = "The directory of the denoiser to distil, with its card and its denoiser.onnx.")
  @Nullable Path teacher;

  @Option(
      names = "--guidance",
      paramLabel = "STRENGTH",
      description =
          "With --teacher: how strongly the teacher is guided; the student cannot be guided any more. Default: 2.")
  @Nullable Double guidance;

  @Option(
      names = "--grid",
      paramLabel = "N",
      description =
          "With --teacher: how many noise levels the student learns, and so the most steps that it can take. Default: 10.")
  @Nullable Integer grid;

  @Mixin LearningChoices learning = new LearningChoices();

  @Mixin TrainingOptions options = new TrainingOptions();

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    if (teacher != null) {
      distil(teacher);
    } else if (guidance != null || grid != null) {
      throw new ParameterException(
          spec.commandLine(), "--guidance and --grid belong to --teacher, which is missing");
    } else {
      train();
    }
    return 0;
  }

  private void train() throws Exception {
    DenoiserRun run = DenoiserRun.open(options);
    ConsistencyTraining.Options own = ConsistencyTraining.Options.DEFAULT;
    ConsistencyTraining.Options chosen =
        new ConsistencyTraining.Options(
            learning.over(own.denoiser()), own.firstLevels(), own.lastLevels());
    try (ConsistencyTraining training =
        new ConsistencyTraining(run.network(), chosen, options.seed)) {
      run.run(
          spec,
          TRAINED_IMAGES,
          TypedOptions.ofRecipe(spec),
          null,
          training,
          training::average,
          subject ->
              ConsistencyCards.trained(subject, run.network(), ConsistencyTraining.config()));
    }
  }

  private void distil(Path directory) throws Exception {
    Teacher master = Teacher.read(directory);
    DenoiserRun run = DenoiserRun.open(options);
    ConsistencyDistillation.Options own = ConsistencyDistillation.Options.DEFAULT;
    ConsistencyDistillation.Options chosen =
        new ConsistencyDistillation.Options(
            learning.over(own.denoiser()),
            grid == null ? own.grid() : grid,
            guidance == null ? own.guidance() : guidance);
    try (ConsistencyDistillation distillation =
        new ConsistencyDistillation(
            run.network(), chosen, OnnxModel.weights(master.network()), master.scheduler())) {
      run.run(
          spec,
          DISTILLED_IMAGES,
          TypedOptions.ofRecipe(spec, TEACHER) + " " + TEACHER + " models/" + master.name(),
          master.name(),
          distillation,
          distillation::average,
          subject ->
              ConsistencyCards.distilled(
                  subject, run.network(), master.prediction(), master.scheduler(), chosen.grid()));
    }
  }
}
