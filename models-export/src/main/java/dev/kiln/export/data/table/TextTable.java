package dev.kiln.export.data.table;

import dev.kiln.generation.output.CsvText;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A table as its text has it; an empty text is a missing value.
 *
 * @param name what messages and cards call it
 * @param header the columns' names
 * @param rows the rows, each as long as the header
 */
public record TextTable(String name, List<String> header, List<List<String>> rows) {
  public TextTable {
    header = List.copyOf(header);
    rows = List.copyOf(rows);
  }

  /** The texts of a column, row by row. */
  List<String> column(int index) {
    return rows.stream().map(row -> row.get(index)).toList();
  }

  /** Writes the table as CSV in UTF-8, with a header line. */
  public void write(Path file) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      out.write(CsvText.line(header));
      for (List<String> row : rows) {
        out.write(CsvText.line(row));
      }
    }
  }
}
