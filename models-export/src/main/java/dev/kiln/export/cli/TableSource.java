package dev.kiln.export.cli;

import dev.kiln.export.data.table.CsvFile;
import dev.kiln.export.data.table.DrawnCustomers;
import dev.kiln.export.data.table.TextTable;
import java.io.IOException;
import java.nio.file.Path;

/** The tables that --data can name. */
final class TableSource {
  static final String CSV = "csv:";
  static final String CUSTOMERS = "customers";

  /** The drawn table is one table, whatever the seed of a training. */
  private static final long DRAWN_SEED = 1;

  private TableSource() {}

  /**
   * Reads or draws a table.
   *
   * @throws IOException if a file cannot be read, with one sentence that says why
   * @throws IllegalArgumentException if the description names no table
   */
  static TextTable open(String description) throws IOException {
    if (description.equals(CUSTOMERS)) {
      return DrawnCustomers.of(DRAWN_SEED, DrawnCustomers.COUNT);
    }
    if (description.startsWith(CSV)) {
      return CsvFile.read(Path.of(description.substring(CSV.length())));
    }
    throw new IllegalArgumentException(
        "this recipe learns from a table: --data must be csv:FILE or customers, was \""
            + description
            + "\"");
  }
}
