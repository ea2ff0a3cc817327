package dev.kiln.export.cli;

import dev.kiln.export.data.table.Table;
import dev.kiln.export.export.DiffusionCards;
import dev.kiln.export.nets.TableDenoiser;
import dev.kiln.export.recipe.Ddpm;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Trains a denoiser of table rows. */
@Command(
    name = "table-diffusion",
    description =
        "Trains a denoising diffusion model of a table's rows; it keeps any columns that are given.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:",
      "  ./kiln train table-diffusion --data csv:people.csv --out models/people"
    },
    sortOptions = false)
final class TableDiffusionCommand implements Callable<Integer> {
  private static final String RECIPE = "table-diffusion";
  private static final long ROWS = 1_500_000;

  @Mixin TrainingOptions options = new TrainingOptions();

  @Mixin TableOptions tables = new TableOptions();

  @Mixin LearningChoices learning = new LearningChoices();

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    options.prepare();
    PrintWriter out = spec.commandLine().getOut();
    TrainingData data = tables.open(options, out);
    Table table = (Table) data.samples();
    TableDenoiser network = TableDenoiser.forRows(table.codec().width());
    TrainingRun run =
        new TrainingRun(
            RECIPE,
            options,
            options.settings(ROWS),
            data,
            options.command(
                RECIPE, ROWS, tables.command() + TypedOptions.ofRecipe(spec, TableOptions.NAMES)),
            null);
    Ddpm.Options usual = Ddpm.Options.DEFAULT;
    Ddpm.Options chosen =
        new Ddpm.Options(
            learning.over(usual.denoiser()), usual.prediction(), usual.schedule(), usual.weight());
    try (Ddpm ddpm = new Ddpm(network, chosen, options.seed)) {
      run.run(
          ddpm,
          "denoiser.onnx",
          network,
          ddpm::average,
          subject ->
              DiffusionCards.ddpm(subject, network, chosen.prediction().inCard(), chosen.config()),
          out);
    }
    return 0;
  }
}
