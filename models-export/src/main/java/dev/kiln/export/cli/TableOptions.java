package dev.kiln.export.cli;

import dev.kiln.export.data.Holdout;
import dev.kiln.export.data.table.ColumnWishes;
import dev.kiln.export.data.table.Table;
import dev.kiln.export.data.table.TableParts;
import dev.kiln.export.data.table.TableSchemaText;
import dev.kiln.export.data.table.TextTable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What the recipes for tables let one choose beside what every recipe does. */
final class TableOptions {
  /** The share of rows that is not learned from where nobody says otherwise. */
  static final double HOLDOUT = 0.2;

  /** The options here, by name. */
  static final String[] NAMES = {"--columns", "--write-data"};

  @Option(
      names = "--columns",
      paramLabel = "NAME:TYPE,...",
      description =
          "Types of columns, where they are not what the values look like: real, integer, categorical, boolean, or"
              + " skip to leave the column out.")
  @Nullable String columns;

  @Option(
      names = "--write-data",
      paramLabel = "FILE",
      description = "Also write the whole table as CSV, such as the drawn one.")
  @Nullable Path writeData;

  /** Opens the table, says what its columns are, and keeps the rows to learn from. */
  TrainingData open(TrainingOptions options, PrintWriter out) throws IOException {
    String data = options.data;
    Holdout holdout = options.reading.holdout(HOLDOUT);
    TextTable text = TableSource.open(data);
    if (writeData != null) {
      text.write(writeData);
    }
    TableParts parts = TableParts.of(text, holdout);
    Table table =
        Table.of(
            parts.learned(), columns == null ? ColumnWishes.NONE : ColumnWishes.parse(columns));
    out.print(TableSchemaText.of(table, parts.heldOut().rows().size()));
    out.flush();
    return new TrainingData(
        table,
        table,
        data.startsWith(TableSource.CSV) ? "csv " + text.name() : "drawn " + text.name(),
        List.of(),
        holdout);
  }

  /** What they add to the command that does a training again. */
  String command() {
    return columns == null ? "" : " --columns \"" + columns + "\"";
  }
}
