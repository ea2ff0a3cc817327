package dev.kiln.streams.files;

import dev.kiln.generation.card.ColumnSpec;
import dev.kiln.generation.output.CsvText;
import dev.kiln.generation.output.RowJson;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How rows are written as text, a line each. */
public enum RowFormat {
  /** Comma-separated, below a line of column names. */
  CSV("csv") {
    @Override
    String header(List<ColumnSpec> columns) {
      return CsvText.header(columns);
    }

    @Override
    String line(List<ColumnSpec> columns, Map<String, @Nullable Object> row) {
      return CsvText.row(columns, row);
    }
  },
  /** A JSON object a line. */
  JSONL("jsonl") {
    @Override
    String header(List<ColumnSpec> columns) {
      return "";
    }

    @Override
    String line(List<ColumnSpec> columns, Map<String, @Nullable Object> row) {
      return RowJson.write(row) + "\n";
    }
  };

  private final String ending;

  RowFormat(String ending) {
    this.ending = ending;
  }

  abstract String header(List<ColumnSpec> columns);

  abstract String line(List<ColumnSpec> columns, Map<String, @Nullable Object> row);

  /** The end of a file's name, without the dot. */
  public String ending() {
    return ending;
  }

  @Override
  public String toString() {
    return ending;
  }

  /** All rows, a line break at the end of each line. */
  public String text(List<ColumnSpec> columns, List<Map<String, @Nullable Object>> rows) {
    StringBuilder text = new StringBuilder(header(columns));
    rows.forEach(row -> text.append(line(columns, row)));
    return text.toString();
  }
}
