package dev.kiln.export.cli;

import dev.kiln.export.data.table.Table;
import dev.kiln.export.export.TableCards;
import dev.kiln.export.nets.TableVae;
import dev.kiln.export.recipe.ConditionalTableVae;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Trains a variational autoencoder of table rows. */
@Command(
    name = "table-vae",
    description =
        "Trains a variational autoencoder of a table's rows; it makes a row in one step and keeps any columns that are given.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:",
      "  ./kiln train table-vae --data csv:people.csv --out models/people-quick"
    },
    sortOptions = false)
final class TableVaeCommand implements Callable<Integer> {
  private static final String RECIPE = "table-vae";
  private static final long ROWS = 1_000_000;

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
    TableVae networks = TableVae.forColumns(table.columns());
    TrainingRun run =
        new TrainingRun(
            RECIPE,
            options,
            options.settings(ROWS),
            data,
            options.command(
                RECIPE, ROWS, tables.command() + TypedOptions.ofRecipe(spec, TableOptions.NAMES)),
            null);
    try (ConditionalTableVae vae =
        new ConditionalTableVae(
            networks, learning.over(ConditionalTableVae.DESCENT), options.seed)) {
      run.run(
          vae,
          "generator.onnx",
          networks.generator(),
          vae::average,
          subject -> TableCards.vae(subject, networks.latent() + networks.row()),
          out);
    }
    return 0;
  }
}
